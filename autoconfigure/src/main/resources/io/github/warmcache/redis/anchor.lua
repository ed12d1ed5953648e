-- Counts a change of nothing on a stripe that was never changed. Without one, it could not be told from that of an emptied server.
-- KEYS: meta. ARGV: fresh token, stripe, channel, origin.
-- Returns {1} if it was counted, {0} if there was one already.
local meta = redis.pcall('HMGET', KEYS[1], 'last', 'born')
if meta.err or meta[1] then
  return {0}
end
local seq = count(KEYS[1], ARGV[1], meta[2], 'last')
-- No cache is called so, so that nothing is dropped for it.
redis.pcall('PUBLISH', ARGV[3], 'e1:' .. ARGV[2] .. ':' .. seq .. '::' .. ARGV[1] .. ':' .. ARGV[4] .. ':1: ')
return {1}
