-- Removes a key, counts that and tells the other pods.
-- KEYS: meta, the key's value under each schema. ARGV: epoch field, fresh epoch, schemas field, stripe, channel, subject.
-- Returns {1, schemas}: if there are more than the caller knew, it calls once more.
-- DEL comes first: it needs no memory, and after it a full server refuses none of what follows.
for i = 2, #KEYS do
  redis.call('DEL', KEYS[i])
end
local meta = redis.pcall('HMGET', KEYS[1], ARGV[1], ARGV[3])
if meta.err then
  redis.call('DEL', KEYS[1])
  meta = {}
end
local epoch = meta[1]
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1))
local previous = redis.call('HGET', KEYS[1], 'last') or ''
redis.call('HSET', KEYS[1], 'last', string.match(ARGV[6], '^[^:]*'))
-- A user without the right to publish still invalidates: the count gives the change away.
redis.pcall('PUBLISH', ARGV[5], 'k1:' .. ARGV[4] .. ':' .. seq .. ':' .. previous .. ':' .. ARGV[6])
return {1, meta[2] or ''}
