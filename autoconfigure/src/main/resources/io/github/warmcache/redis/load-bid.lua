-- Decides which pod loads a whole cache.
-- KEYS: lease, progress, last load, last doubtful load. ARGV: token, lease in ms, generation that is not good enough.
-- Returns {'F', generation:entries:finished at:bad rows:prints, age in ms} if a later load is finished, {'B', entries so far} while another pod
-- loads, {'L', fields and values of the progress} if the caller is to load.
pcall(function() redis.replicate_commands() end)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local latest, at, generation = '', 0, tonumber(ARGV[3])
for i = 3, 4 do
  local load = redis.pcall('GET', KEYS[i])
  local number, finished = string.match(type(load) == 'string' and load or '', '^(%d+):%d+:(%d+):%d+:[%w_.-]*$')
  if number and tonumber(number) > generation then
    latest, at, generation = load, tonumber(finished), tonumber(number)
  end
end
if latest ~= '' then
  return {'F', latest, string.format('%.0f', math.max(0, now - at))}
end
local held = redis.pcall('GET', KEYS[1])
if type(held) == 'string' and held ~= ARGV[1] and redis.call('PTTL', KEYS[1]) > 0 then
  local entries = redis.pcall('HGET', KEYS[2], 'entries')
  return {'B', type(entries) == 'string' and entries or '0'}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local result = {'L'}
local progress = redis.pcall('HGETALL', KEYS[2])
if not progress.err then
  for _, text in ipairs(progress) do
    result[#result + 1] = text
  end
end
return result
