-- Gives a lease back.
-- KEYS: value. ARGV: lease token.
local held = redis.pcall('GET', KEYS[1])
local ending = ':' .. ARGV[1]
if type(held) == 'string' and string.sub(held, 1, 3) == 'l1:' and string.sub(held, -#ending) == ending then
  redis.call('DEL', KEYS[1])
  return {1}
end
return {0}
