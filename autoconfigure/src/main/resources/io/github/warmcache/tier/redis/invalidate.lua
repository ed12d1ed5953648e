-- Removes a key, counts that and tells the other pods.
-- KEYS: value, meta. ARGV: epoch field, fresh epoch, stripe, channel, subject.
-- DEL comes first: it needs no memory, and after it a full server refuses none of what follows.
redis.call('DEL', KEYS[1])
local epoch = redis.pcall('HGET', KEYS[2], ARGV[1])
if type(epoch) == 'table' then
  redis.call('DEL', KEYS[2])
  epoch = false
end
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[2], ARGV[1], epoch)
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[2], 'seq', 1))
-- A user without the right to publish still invalidates: the count gives the change away.
redis.pcall('PUBLISH', ARGV[4], 'k1:' .. ARGV[3] .. ':' .. epoch .. ':' .. seq .. ':' .. ARGV[5])
return {1}
