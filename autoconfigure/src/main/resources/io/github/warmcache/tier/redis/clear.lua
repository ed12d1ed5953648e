-- Makes all values of a cache on one stripe unreadable, under every schema, counts that and tells the other pods.
-- KEYS: meta, then, if the source may lag behind, what is remembered of clears. ARGV: epoch field, fresh epoch, stripe, channel,
-- subject, cleared field, how long the clear is remembered in ms.
-- Returns {1, '', count, history, token}.
-- HDEL comes first: it needs no memory, and after it a full server refuses none of what follows.
if type(redis.pcall('HDEL', KEYS[1], ARGV[1])) == 'table' then
  redis.call('DEL', KEYS[1])
end
local before = redis.call('HMGET', KEYS[1], 'last', 'born')
local token = string.match(ARGV[5], '^[^:]*')
local seq, born = count(KEYS[1], token, before[2])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ARGV[6], seq)
if KEYS[2] then
  redis.pcall('SET', KEYS[2], seq, 'PX', ARGV[7])
end
redis.pcall('PUBLISH', ARGV[4], 'e1:' .. ARGV[3] .. ':' .. seq .. ':' .. (before[1] or '') .. ':' .. ARGV[5])
return {1, '', seq, born, token}
