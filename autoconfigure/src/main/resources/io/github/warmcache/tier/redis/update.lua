-- Replaces a value, counts that and tells the other pods.
-- KEYS: value, meta. ARGV: epoch field, fresh epoch, stripe, channel, subject, payload, time to live in ms.
-- Returns {1} stored, {0} told, but removed for want of room.
local epoch = redis.pcall('HGET', KEYS[2], ARGV[1])
if type(epoch) == 'table' then
  redis.call('DEL', KEYS[2])
  epoch = false
end
if not epoch then
  -- DEL needs no memory, and after it a full server refuses none of what follows.
  redis.call('DEL', KEYS[1])
  epoch = ARGV[2]
  redis.call('HSET', KEYS[2], ARGV[1], epoch)
end
local result = 1
local stored = redis.pcall('SET', KEYS[1], 'v1:' .. epoch .. ':' .. ARGV[6], 'PX', ARGV[7])
if stored.err then
  redis.call('DEL', KEYS[1])
  result = 0
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[2], 'seq', 1))
redis.pcall('PUBLISH', ARGV[4], 'k1:' .. ARGV[3] .. ':' .. epoch .. ':' .. seq .. ':' .. ARGV[5])
return {result}
