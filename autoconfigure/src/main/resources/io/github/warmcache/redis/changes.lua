-- Counts a change of a stripe and remembers who made it. The count begins in a history of its own: a server that was emptied counts
-- from one again, and marks that were taken before do not compare with what is counted since.
-- What cannot be counted up is nobody's: then all values of the stripe are unreadable, and other pods notice by the other history.
-- changed: the field that tells the last changes of the cache on this stripe. before: what it was. entry: what recent finds the change
-- by, or nil.
-- Returns the count, and the name of the history.
local function count(meta, token, born, changed, before, entry)
  local counted = redis.pcall('HINCRBY', meta, 'seq', 1)
  if type(counted) == 'table' then
    if string.find(counted.err, 'not an integer', 1, true) or string.find(counted.err, 'overflow', 1, true) then
      redis.call('DEL', meta)
    end
    counted = redis.call('HINCRBY', meta, 'seq', 1)
  end
  local seq = string.format('%.0f', counted)
  local last = token
  if entry then
    local earlier = seq ~= '1' and string.match(before or '', ';.*$') or ''
    last = token .. ';' .. seq .. entry .. (string.match(earlier, '^;[^;]*;[^;]*;[^;]*') or earlier)
  end
  if seq == '1' then
    born = token
    redis.call('HSET', meta, 'last', token, changed, last, 'born', born)
  else
    redis.call('HSET', meta, 'last', token, changed, last)
  end
  return seq, born or ''
end

local function digestOf(key)
  return string.sub(redis.sha1hex(key), 1, 8)
end

-- Returns how one of the last changes is found: its kind, u if a version orders it and otherwise k, and a digest of its key.
local function entryOf(kind, key)
  return kind .. digestOf(key)
end

-- Returns the counts of the last change of a key, and of the last one that no version puts in order, if they are among the last four of
-- the cache on this stripe, or else -1. A server that evicts may have evicted what it remembers of the key.
-- changed: what is in the field that count writes.
local function recent(changed, key)
  local last, unordered = -1, -1
  local digest = digestOf(key)
  for seq, kind, of in string.gmatch(changed or '', ';(%d+)([ku])(%x+)') do
    if of == digest then
      last = math.max(last, tonumber(seq))
      if kind == 'k' then
        unordered = math.max(unordered, tonumber(seq))
      end
    end
  end
  return last, unordered
end

-- Returns the name of that field, for the cache whose epoch is in a field.
local function changedField(epochField)
  return 'changed:' .. string.sub(epochField, #'epoch:' + 1)
end

-- Returns how many changes were counted before all that are surely remembered, each for its key: later ones were made since then, and
-- that is less long ago than they are remembered. A put may come much later than its pod has sent it.
-- kept: what GET returned of the key. seq: how many changes were counted before this one.
local function forgotten(key, kept, seq, life)
  if type(kept) ~= 'string' then
    redis.pcall('SET', key, seq, 'PX', life)
    kept = seq
  end
  return tonumber(kept) or math.huge
end

-- Remembers a change of a key, as long as a put may be late. A server without room for that also has none for what the put would store.
local function remember(key, seq, unordered, schema, version, life)
  redis.pcall('SET', key, 'c1:' .. seq .. ':' .. unordered .. ':' .. schema .. ':' .. version, 'PX', life)
end

-- Returns whether the order of a put is unknown, or the put is older than what is remembered of its key. A put without a mark is
-- compared by its version alone.
-- meta: the third to seventh are the fields last, born, seq, cleared and changed. key: names the key.
-- mark: history, and count:token. In place of a history, '!' stands for no mark, '?' for one of a call that began before all that is
-- remembered, and '~' for one that was taken while nothing was known: of a call that began after all changes of the key that are not
-- remembered any more, and before or after a clear. A count that ends in '+' is of a call whose pod knows that the key was changed
-- later, by what no version puts in order: a change that is not remembered was forgotten. past: what forgotten returned. The rest is
-- what recall returned.
local function isLate(meta, key, schema, version, mark, marked, past, last, unordered, floored, floor)
  local versioned = version ~= '0000000000000000'
  unordered = math.max(unordered, tonumber(meta[6] or '-1'))
  local late = false
  if mark == '~' then
    late = math.max(last, unordered) >= 0
  elseif mark ~= '!' then
    local digits, overtaken, token = string.match(marked, '^(%d+)(%+?):(.*)$')
    local at, now = tonumber(digits), tonumber(meta[5] or '0')
    -- A server that went on from older data counts to the same number once more, by another change.
    late = mark ~= (meta[4] or '') or at > now or at < past or at == now and token ~= (meta[3] or '')
      or (versioned and unordered or math.max(last, unordered)) > at
      or overtaken == '+' and last < 0
    if not late and at < now then
      local later, between = recent(meta[7], key)
      -- Where the record is gone, so is the newest version that there was.
      late = (versioned and last >= 0 and between or later) > at
    end
  end
  if versioned and floored == schema and floor > version and not late then
    -- Of a row that was deleted, and made anew after the deletion was told, the versions may begin anew as well.
    late = mark == '!' or unordered < last
  end
  return late
end
