-- Reads the last load of a whole cache.
-- KEYS: last load.
-- Returns {generation:entries:finished at:bad rows:prints, or nothing}.
local load = redis.pcall('GET', KEYS[1])
return {type(load) == 'string' and load or ''}
