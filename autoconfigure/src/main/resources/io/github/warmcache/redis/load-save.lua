-- Takes a sign of life of the pod that loads a whole cache, and how far it is.
-- KEYS: lease, progress. ARGV: token, lease in ms, how long the progress is kept in ms, fields and values of
-- all of the progress or none.
-- Returns {1}, or {0} if the pod does not lead any more.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if #ARGV > 3 then
  -- All of it anew: nothing may be left of a load that began with other parts.
  redis.call('DEL', KEYS[2])
  redis.pcall('HSET', KEYS[2], unpack(ARGV, 4))
end
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return {1}
