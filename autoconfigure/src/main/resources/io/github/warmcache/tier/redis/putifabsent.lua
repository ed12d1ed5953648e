-- Stores a value unless the key has a readable one, counts that and tells the other pods.
-- KEYS: value, meta. ARGV: epoch field, fresh epoch, stripe, channel, subject, payload, time to live in ms, now in ms,
-- longest value in bytes, SHA-1 of bytes known to be unreadable or ''.
-- Returns {'H', value, remaining ms} or {'S'}. Fails on a full server.
local epoch = redis.pcall('HGET', KEYS[2], ARGV[1])
if type(epoch) == 'table' then
  redis.call('DEL', KEYS[2])
  epoch = false
end
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[2], ARGV[1], epoch)
end
local header = 'v1:' .. epoch .. ':'
local found = redis.pcall('GET', KEYS[1])
if type(found) == 'string' and #found <= tonumber(ARGV[9]) and string.sub(found, 1, #header) == header then
  local expiry = tonumber(string.sub(found, #header + 1, #header + 13), 10)
  if expiry and expiry > tonumber(ARGV[8]) and (ARGV[10] == '' or redis.sha1hex(found) ~= ARGV[10]) then
    return {'H', found, redis.call('PTTL', KEYS[1])}
  end
end
redis.call('SET', KEYS[1], header .. ARGV[6], 'PX', ARGV[7])
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[2], 'seq', 1))
redis.pcall('PUBLISH', ARGV[4], 'k1:' .. ARGV[3] .. ':' .. epoch .. ':' .. seq .. ':' .. ARGV[5])
return {'S'}
