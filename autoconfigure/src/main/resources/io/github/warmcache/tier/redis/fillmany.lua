-- Stores many loaded values of one stripe, if nothing changed on it since.
-- KEYS: meta, values. ARGV: epoch field, epoch, sequence, now in ms, longest value in bytes, then payload and time to live in ms
-- of each value.
-- Returns {-1} if something changed, else {how many were stored, the number of each that there is a newer version of}.
local meta = redis.call('HMGET', KEYS[1], ARGV[1], 'seq')
if meta[1] ~= ARGV[2] or (meta[2] or '0') ~= ARGV[3] then
  return {-1}
end
local header = 'v1:' .. ARGV[2] .. ':'
local set, result = redis.pcall, {0}
for i = 2, #KEYS do
  local payload = ARGV[2 * i + 2]
  if hasNewer(KEYS[i], header, payload, ARGV[4], ARGV[5], '') then
    result[#result + 1] = i - 2
  elseif set('SET', KEYS[i], header .. payload, 'PX', ARGV[2 * i + 3]).err then
    break
  else
    result[1] = result[1] + 1
  end
end
return result
