-- Replaces a value, counts that and tells the other pods.
-- KEYS: meta, value, the key's value under each other schema. ARGV: epoch field, fresh epoch, schemas field, stripe, channel,
-- subject, schema, payload, time to live in ms, now in ms, longest value in bytes.
-- Returns {1 stored, 0 told but removed for want of room or 2 dropped because there is a newer version, schemas}: if there are
-- more than the caller knew, it calls once more.
local meta = redis.pcall('HMGET', KEYS[1], ARGV[1], ARGV[3])
if meta.err then
  redis.call('DEL', KEYS[1])
  meta = {}
end
local epoch, schemas = meta[1], meta[2] or ''
local listed = string.find(schemas, ARGV[7], 1, true)
if epoch and hasNewer(KEYS[2], 'v1:' .. epoch .. ':', ARGV[8], ARGV[10], ARGV[11], '') then
  return {2, schemas}
end
if not epoch or not listed then
  -- DEL needs no memory, and after it a full server refuses none of what follows.
  redis.call('DEL', KEYS[2])
end
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
if not listed then
  schemas = string.sub(ARGV[7] .. ',' .. schemas, 1, 87)
  redis.call('HSET', KEYS[1], ARGV[3], schemas)
end
local result = 1
local stored = redis.pcall('SET', KEYS[2], 'v1:' .. epoch .. ':' .. ARGV[8], 'PX', ARGV[9])
if stored.err then
  redis.call('DEL', KEYS[2])
  result = 0
end
-- Not before SET: after a DEL, even of nothing, a full server would take the value.
for i = 3, #KEYS do
  redis.call('DEL', KEYS[i])
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1))
local previous = redis.call('HGET', KEYS[1], 'last') or ''
redis.call('HSET', KEYS[1], 'last', string.match(ARGV[6], '^[^:]*'))
redis.pcall('PUBLISH', ARGV[5], 'k1:' .. ARGV[4] .. ':' .. seq .. ':' .. previous .. ':' .. ARGV[6])
return {result, schemas}
