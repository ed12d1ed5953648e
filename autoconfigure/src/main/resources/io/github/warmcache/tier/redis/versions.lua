-- Returns whether a key has a readable value of a newer version than the payload: one without a version is neither newer nor
-- older. Versions are 16 digits that compare as text.
local function hasNewer(key, header, payload, now, longest, unreadable)
  local version = string.sub(payload, 14, 29)
  if version == '0000000000000000' then
    return false
  end
  local stored = redis.pcall('GET', key)
  if type(stored) ~= 'string' or #stored > tonumber(longest) or string.sub(stored, 1, #header) ~= header then
    return false
  end
  local expiry = tonumber(string.sub(stored, #header + 1, #header + 13), 10)
  local present = string.sub(stored, #header + 14, #header + 29)
  return expiry and expiry > tonumber(now) and #present == 16 and not string.find(present, '[^0-9a-f]') and present > version
    and (unreadable == '' or redis.sha1hex(stored) ~= unreadable)
end
