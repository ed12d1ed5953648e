-- Remembers that a whole cache is loaded, and gives the lease back.
-- KEYS: lease, progress, last load, last doubtful load. ARGV: token, entries, how long it is remembered in ms, 1 if doubtful,
-- rows that could not be read, prints of the stripes or ''.
-- Returns {1}, or {0} if the pod does not lead any more.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
pcall(function() redis.replicate_commands() end)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- By the clock, so that numbers go on growing when the server forgets the loads before.
local generation = now
for i = 3, 4 do
  local load = redis.pcall('GET', KEYS[i])
  local number = string.match(type(load) == 'string' and load or '', '^(%d+):%d+:%d+:%d+:[%w_.-]*$')
  if number and tonumber(number) >= generation then
    generation = tonumber(number) + 1
  end
end
redis.call('DEL', KEYS[1], KEYS[2])
local text = string.format('%.0f', generation) .. ':' .. ARGV[2] .. ':' .. string.format('%.0f', now) .. ':' .. ARGV[5] .. ':' .. ARGV[6]
redis.call('SET', ARGV[4] == '1' and KEYS[4] or KEYS[3], text, 'PX', ARGV[3])
return {1}
