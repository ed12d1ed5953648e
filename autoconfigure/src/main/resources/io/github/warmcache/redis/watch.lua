-- Decides which pod watches the server, and keeps its report for the others.
-- KEYS: lease, report, a key that is never there. ARGV: token, lease in ms, report or nothing, life of the report in ms.
-- Returns {'W', report, time} if the caller watches, or else {'R', report, time}; the report is empty if there is none. The time is
-- the server's, in ms.
-- A full server refuses a write that needs memory only if it is the first one of a script.
redis.call('DEL', KEYS[3])
local time = redis.call('TIME')
time = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.pcall('GET', KEYS[1])
local report = redis.pcall('GET', KEYS[2])
report = type(report) == 'string' and report or ''
if type(held) == 'string' and held ~= ARGV[1] and redis.call('PTTL', KEYS[1]) > 0 then
  return {'R', report, time}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if ARGV[3] ~= '' then
  report = ARGV[3]
  redis.call('SET', KEYS[2], report, 'PX', ARGV[4])
end
return {'W', report, time}
