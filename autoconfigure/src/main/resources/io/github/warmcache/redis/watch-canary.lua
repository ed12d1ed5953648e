-- Looks for a canary, which nobody reads or writes, and replaces one that is gone.
-- KEYS: canary, marker, a key that is never there. ARGV: token, life of a canary in ms, life of its marker in ms or nothing.
-- Returns {history, canaries lost in it}. Whoever loses everything loses the marker too, and a new history begins.
-- A full server refuses a write that needs memory only if it is the first one of a script.
pcall(function() redis.replicate_commands() end)
redis.call('DEL', KEYS[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local marker = redis.pcall('GET', KEYS[2])
local history, lost, due = string.match(type(marker) == 'string' and marker or '', '^([%w.-]+):(%d+):(%d+)$')
-- Unlike other reads, this one leaves the time of the last use as it is.
local there = redis.call('EXISTS', KEYS[1]) == 1
if history and there then
  return {history, lost}
end
if not history then
  -- A marker that is gone while its canary is there was evicted itself.
  history, lost = ARGV[1] .. '.' .. string.format('%.0f', now), there and 1 or 0
elseif now < due - 1000 then
  lost = lost + 1
end
lost = string.format('%.0f', lost)
redis.call('SET', KEYS[1], '', 'PX', ARGV[2])
marker = history .. ':' .. lost .. ':' .. string.format('%.0f', now + ARGV[2])
if ARGV[3] then
  redis.call('SET', KEYS[2], marker, 'PX', ARGV[3])
else
  redis.call('SET', KEYS[2], marker)
end
return {history, lost}
