-- Stores many loaded values of one stripe, if nothing changed on it since.
-- KEYS: meta, values. ARGV: epoch field, epoch, sequence, then payload and time to live in ms of each value.
-- Returns {how many were stored}.
local meta = redis.call('HMGET', KEYS[1], ARGV[1], 'seq')
if meta[1] ~= ARGV[2] or (meta[2] or '0') ~= ARGV[3] then
  return {0}
end
local header = 'v1:' .. ARGV[2] .. ':'
local set, stored = redis.pcall, 0
for i = 2, #KEYS do
  if set('SET', KEYS[i], header .. ARGV[2 * i], 'PX', ARGV[2 * i + 1]).err then
    break
  end
  stored = stored + 1
end
return {stored}
