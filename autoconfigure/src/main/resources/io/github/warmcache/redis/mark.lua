-- Reads where a stripe stands, for fills to come.
-- KEYS: meta. ARGV: epoch field, fresh epoch, schemas field, schema.
-- Returns {epoch, sequence}.
local meta = fieldsOf(KEYS[1], ARGV[1], 'seq', ARGV[3])
local epoch, schemas = meta[1], meta[3] or ''
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
if not string.find(schemas, ARGV[4], 1, true) then
  redis.call('HSET', KEYS[1], ARGV[3], string.sub(ARGV[4] .. ',' .. schemas, 1, 87))
end
return {epoch, meta[2] or '0'}
