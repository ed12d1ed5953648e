-- Stores many loaded values of one stripe, if nothing changed on it since.
-- KEYS: meta, values. ARGV: epoch field, epoch, sequence, now in ms, longest value in bytes, '1' if values have versions or '', then
-- value, with its header, and time to live in ms of each.
-- Returns {-1} if something changed, else {how many were stored, the number of each that there is a newer version of}.
local keys, args = KEYS, ARGV
local meta = redis.call('HMGET', keys[1], args[1], 'seq')
if meta[1] ~= args[2] or (meta[2] or '0') ~= args[3] then
  return {-1}
end
local header, versioned = 'v1:' .. args[2] .. ':', args[6] ~= ''
local set, stored, result = redis.pcall, 0, {0}
for i = 2, #keys do
  local value = args[2 * i + 3]
  if versioned and hasNewer(keys[i], header, string.sub(value, #header + 1), args[4], args[5], '') then
    result[#result + 1] = i - 2
  elseif set('SET', keys[i], value, 'PX', args[2 * i + 4]).err then
    break
  else
    stored = stored + 1
  end
end
result[1] = stored
return result
