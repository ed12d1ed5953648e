-- Reserves entries out of what all pods together may take in a second.
-- KEYS: when the next entry may be taken, in microseconds. ARGV: how many entries, how many in a second.
-- Returns {how long to wait in microseconds}.
pcall(function() redis.replicate_commands() end)
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local kept = redis.pcall('GET', KEYS[1])
local next = math.max(now, tonumber(type(kept) == 'string' and kept or '0') or 0)
local after = next + math.ceil(ARGV[1] / ARGV[2] * 1000000)
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000) + 1000)
return {string.format('%.0f', next - now)}
