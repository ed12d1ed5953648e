-- Reads where a stripe stands.
-- KEYS: meta. ARGV: epoch field, fresh epoch.
-- Returns {epoch, sequence}.
local meta = redis.pcall('HMGET', KEYS[1], ARGV[1], 'seq')
if meta.err then
  redis.call('DEL', KEYS[1])
  meta = {}
end
local epoch = meta[1]
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
return {epoch, meta[2] or '0'}
