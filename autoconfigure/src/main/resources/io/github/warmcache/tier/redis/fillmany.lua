-- Stores many loaded values of one stripe, if nothing changed on it since.
-- KEYS: meta, then the name of each value, followed by that of what is remembered of the key's changes if values have versions. ARGV:
-- epoch field, epoch, sequence, now in ms, longest value in bytes, schema if values have versions or '', cleared field, then value,
-- with its header, and time to live in ms of each.
-- Returns {-1} if something changed, else {how many were stored, the number of each that there is a newer version of}.
local keys, args = KEYS, ARGV
local meta = redis.call('HMGET', keys[1], args[1], 'seq', args[7])
if meta[1] ~= args[2] or (meta[2] or '0') ~= args[3] then
  return {-1}
end
local header, versioned = 'v1:' .. args[2] .. ':', args[6] ~= ''
local set, stored, result, step, next = redis.pcall, 0, {0}, versioned and 2 or 1, 8
local kept = {}
if versioned then
  local names = {}
  for i = 3, #keys, 2 do
    names[#names + 1] = keys[i]
  end
  kept = redis.call('MGET', unpack(names))
end
for i = 2, #keys, step do
  local value = args[next]
  local payload = versioned and string.sub(value, #header + 1)
  if versioned and (hasNewer(keys[i], header, payload, args[4], args[5], '') or wasNewer(kept[i / 2], payload, args[6], meta[3])) then
    result[#result + 1] = (next - 8) / 2
  elseif set('SET', keys[i], value, 'PX', args[next + 1]).err then
    break
  else
    stored = stored + 1
  end
  next = next + 2
end
result[1] = stored
return result
