-- Adds what one pod read most to what all pods read most.
-- A weight is worth half after each half-life. Instead of halving all that is there, what comes later is added with twice the
-- weight for each half-life since a start; only after 64 of them everything is scaled down once, long before numbers overflow.
-- KEYS: the sorted set, the hash of its start. ARGV: half-life in milliseconds, most keys, life of the set in milliseconds;
-- then a weight and a text for each key.
-- Returns {1}.
-- Before Redis 7, what TIME returns may only decide about writes if those are replicated instead of the script.
pcall(function() redis.replicate_commands() end)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local half, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local start = redis.pcall('HMGET', KEYS[2], 'at', 'half')
local at, before = tonumber(start[1] or ''), tonumber(start[2] or '')
local kind = redis.call('TYPE', KEYS[1]).ok
if start.err or kind ~= 'zset' and kind ~= 'none' then
  redis.call('DEL', KEYS[1], KEYS[2])
  at = nil
elseif kind == 'none' then
  -- No DEL: after a first write, a full server refuses nothing.
  at = nil
elseif not at or not before or before < 1 or at > now + before then
  redis.call('DEL', KEYS[1])
  at = nil
end
local grown = at and math.max(0, (now - at) / before) or 0
if not at or grown > 64 or before ~= half then
  if at then
    -- What is worth nothing any more goes: ZUNIONSTORE would keep it with a weight of zero.
    redis.call('ZUNIONSTORE', KEYS[1], 1, KEYS[1], 'WEIGHTS', string.format('%.17g', 2 ^ -math.min(grown, 1000)))
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '1e-30')
  end
  grown = 0
  redis.call('HSET', KEYS[2], 'at', string.format('%.0f', now), 'half', ARGV[1])
end
local scale = 2 ^ grown
for i = 4, #ARGV, 2 do
  redis.call('ZINCRBY', KEYS[1], string.format('%.17g', tonumber(ARGV[i]) * scale), ARGV[i + 1])
end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -most - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return {1}
