-- Makes all values of a cache on one stripe unreadable, under every schema, counts that and tells the other pods.
-- KEYS: meta. ARGV: epoch field, fresh epoch, stripe, channel, subject.
-- HDEL comes first: it needs no memory, and after it a full server refuses none of what follows.
if type(redis.pcall('HDEL', KEYS[1], ARGV[1])) == 'table' then
  redis.call('DEL', KEYS[1])
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1))
local previous = redis.call('HGET', KEYS[1], 'last') or ''
redis.call('HSET', KEYS[1], 'last', string.match(ARGV[5], '^[^:]*'))
redis.pcall('PUBLISH', ARGV[4], 'e1:' .. ARGV[3] .. ':' .. seq .. ':' .. previous .. ':' .. ARGV[5])
return {1}
