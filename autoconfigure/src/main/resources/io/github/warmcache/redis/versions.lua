-- Returns what is remembered of the last changes of a key: the count of the last one, the count of the last one that no version puts
-- in order, the schema that the version is of, and the newest version, as 16 digits that compare as text.
-- kept: what GET returned.
local function recall(kept)
  if type(kept) ~= 'string' then
    return -1, -1, '', ''
  end
  local seq, unordered, schema, version = string.match(kept, '^c1:(%d+):(%d+):([^:]*):(%x*)$')
  return tonumber(seq or '-1'), tonumber(unordered or '-1'), schema or '', version or ''
end

local UNVERSIONED = '0000000000000000'

-- Returns whether what GET returned is a readable value of a newer version: one without a version is neither newer nor older. Versions
-- are 16 digits that compare as text.
local function isNewer(stored, header, version, now, longest, unreadable)
  local present = stored and string.sub(stored, #header + 14, #header + 29)
  -- Most of them are not newer, and a fill of many asks for each.
  if not present or present <= version then
    return false
  end
  if #stored > tonumber(longest) or string.sub(stored, 1, #header) ~= header then
    return false
  end
  local expiry = tonumber(string.sub(stored, #header + 1, #header + 13), 10)
  return expiry and expiry > tonumber(now) and #present == 16 and not string.find(present, '[^0-9a-f]')
    and (unreadable == '' or redis.sha1hex(stored) ~= unreadable)
end

-- Returns whether the last change of a key was a put of a newer version than what is loaded. What is loaded after an invalidation is
-- what there is: a row may have been deleted and made anew.
-- kept: what is remembered of the key's changes. cleared: the count of the last clear of the cache, or false.
local function wasNewer(kept, version, schema, cleared)
  if not kept then
    return false
  end
  local last, unordered, floored, floor = recall(kept)
  return floored == schema and floor > version and math.max(unordered, tonumber(cleared or '-1')) < last
end
