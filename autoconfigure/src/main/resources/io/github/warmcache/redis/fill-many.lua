-- Stores many loaded values of one stripe, if nothing changed on it since.
-- KEYS: meta, then the name of each value, followed by that of what is remembered of the key's changes if values have versions or the
-- source may lag behind. ARGV: epoch field, epoch, sequence, now in ms, longest value in bytes, schema if values have versions or '',
-- cleared field, then value, with its header, and time to live in ms of each, then for how many ms a change is still remembered, at
-- least, that the source may not know of, or '' if it does not lag behind.
-- Returns {-1} if something changed, else {how many were stored, the number of each that there is or may be a newer version of}.
local keys, args = KEYS, ARGV
local meta = redis.call('HMGET', keys[1], args[1], 'seq', args[7])
if meta[1] ~= args[2] or (meta[2] or '0') ~= args[3] then
  return {-1}
end
local header, versioned = 'v1:' .. args[2] .. ':', args[6] ~= ''
local lag = tonumber(args[#args])
local call, set, stored, result, step, next = redis.call, redis.pcall, 0, {0}, (versioned or lag) and 2 or 1, 8
for i = 2, #keys, step do
  local value, newer = args[next], lag and call('PTTL', keys[i + 1]) > lag
  local version = versioned and string.sub(value, #header + 14, #header + 29) or UNVERSIONED
  if not newer and version ~= UNVERSIONED then
    local present = call('MGET', keys[i], keys[i + 1])
    newer = isNewer(present[1], header, version, args[4], args[5], '') or wasNewer(present[2], version, args[6], meta[3])
  end
  if newer then
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
