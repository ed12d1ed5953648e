-- Reads a part of the keys that pods read most.
-- KEYS: the sorted set, the hash of its start. ARGV: first and last rank, from 0.
-- Returns the texts of the keys, the hottest one first.
local found = redis.pcall('ZREVRANGE', KEYS[1], ARGV[1], ARGV[2])
return found.err and {} or found
