-- Stores a value unless the key has a readable one, counts that and tells the other pods.
-- KEYS: meta, value, the key's value under each other schema. ARGV: epoch field, fresh epoch, schemas field, stripe, channel,
-- subject, schema, payload, time to live in ms, now in ms, longest value in bytes, SHA-1 of bytes known to be unreadable or ''.
-- Returns {'H', value, remaining ms} or {'S', schemas}. Fails on a full server.
local meta = redis.pcall('HMGET', KEYS[1], ARGV[1], ARGV[3])
if meta.err then
  redis.call('DEL', KEYS[1])
  meta = {}
end
local epoch, schemas = meta[1], meta[2] or ''
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
local header = 'v1:' .. epoch .. ':'
local found = redis.pcall('GET', KEYS[2])
if type(found) == 'string' and #found <= tonumber(ARGV[11]) and string.sub(found, 1, #header) == header then
  local expiry = tonumber(string.sub(found, #header + 1, #header + 13), 10)
  if expiry and expiry > tonumber(ARGV[10]) and (ARGV[12] == '' or redis.sha1hex(found) ~= ARGV[12]) then
    return {'H', found, redis.call('PTTL', KEYS[2])}
  end
end
if not string.find(schemas, ARGV[7], 1, true) then
  schemas = string.sub(ARGV[7] .. ',' .. schemas, 1, 87)
  redis.call('HSET', KEYS[1], ARGV[3], schemas)
end
redis.call('SET', KEYS[2], header .. ARGV[8], 'PX', ARGV[9])
for i = 3, #KEYS do
  redis.call('DEL', KEYS[i])
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1))
local previous = redis.call('HGET', KEYS[1], 'last') or ''
redis.call('HSET', KEYS[1], 'last', string.match(ARGV[6], '^[^:]*'))
redis.pcall('PUBLISH', ARGV[5], 'k1:' .. ARGV[4] .. ':' .. seq .. ':' .. previous .. ':' .. ARGV[6])
return {'S', schemas}
