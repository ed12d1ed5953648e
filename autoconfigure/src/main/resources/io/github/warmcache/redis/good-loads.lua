-- Keeps the last good loads of all caches, and tells them.
-- KEYS: hash of the loads by the name of the cache, a key that is never there. ARGV: life in ms, then for each cache that the
-- caller knows of its name, entries, finished at in ms, and where they came from.
-- Returns the names and loads, each as entries:finished at:where from.
-- A full server refuses a write that needs memory only if it is the first one of a script.
pcall(function() redis.replicate_commands() end)
redis.call('DEL', KEYS[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 2, #ARGV, 4 do
  local held = redis.pcall('HGET', KEYS[1], ARGV[i])
  local last = tonumber(string.match(type(held) == 'string' and held or '', '^%d+:(%d+):[%w_.-]+$') or '-1')
  -- A load of the future is by a clock that is ahead: it would never be replaced, and tells nothing where another one is known.
  local finished = tonumber(ARGV[i + 2])
  if last < 0 or last > now or finished <= now and last < finished then
    finished = string.format('%.0f', math.min(finished, now))
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. ':' .. finished .. ':' .. ARGV[i + 3])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HGETALL', KEYS[1])
