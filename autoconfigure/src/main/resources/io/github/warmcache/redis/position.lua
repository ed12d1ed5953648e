-- Reads where a cache stands on a stripe. Equal answers say that no change of the cache was counted in between.
-- KEYS: meta, a key that is never there. ARGV: epoch field, fresh epoch.
-- Returns {epoch, token of the last change or ''}.
-- A write that changes nothing: a replica, which may be behind, refuses it.
redis.call('DEL', KEYS[2])
local meta = fieldsOf(KEYS[1], ARGV[1], changedField(ARGV[1]))
local epoch = meta[1]
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
return {epoch, meta[2] or ''}
