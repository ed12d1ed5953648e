-- Finds out whether one server has all stripes. KEYS: a key of one stripe, or one of each. ARGV: a token that was never used before,
-- how long it lives, in ms. With one key, leaves the token there and returns {1}. With more, returns how many of them have it.
if #KEYS == 1 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return {1}
end
local found = 0
for i = 1, #KEYS do
  if redis.pcall('GET', KEYS[i]) == ARGV[1] then
    found = found + 1
  end
end
return {found}
