-- Counts a change of nothing on a stripe that was never changed. Without one, it could not be told from that of an emptied server.
-- KEYS: meta. ARGV: fresh token, stripe, channel, origin.
-- Returns {1} if it was counted, {0} if there was one already.
local last = redis.pcall('HGET', KEYS[1], 'last')
if last then
  return {0}
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1))
redis.call('HSET', KEYS[1], 'last', ARGV[1])
-- No cache is called so, so that nothing is dropped for it.
redis.pcall('PUBLISH', ARGV[3], 'e1:' .. ARGV[2] .. ':' .. seq .. '::' .. ARGV[1] .. ':' .. ARGV[4] .. ':1: ')
return {1}
