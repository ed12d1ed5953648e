-- Gives the lease of a whole cache back.
-- KEYS: lease. ARGV: token.
-- Returns {1}, or {0} if another pod has it.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
redis.call('DEL', KEYS[1])
return {1}
