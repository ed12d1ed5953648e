-- Reads many values.
-- KEYS: the meta of each stripe, then the values, in the order of the stripes. ARGV: epoch field, longest value in bytes, most
-- bytes to return, then how many of the values are of each stripe. Keys of several stripes are for a server that has all of them.
-- Returns for each value its bytes, nil if there is none, or 0 if it is to be asked for again.
local longest, room = tonumber(ARGV[2]), tonumber(ARGV[3])
local metas, headers = #ARGV - 3, {}
for i = 1, metas do
  local epoch = redis.call('HGET', KEYS[i], ARGV[1])
  for _ = 1, tonumber(ARGV[i + 3]) do
    headers[#headers + 1] = epoch and 'v1:' .. epoch .. ':'
  end
end
local found = {}
-- The first alone: then as many at once as there is room for if they are no larger than the largest so far.
local first, step, largest = 1, 1, 1
while first <= #headers do
  local last = math.min(#headers, first + step - 1)
  local values = room > 0 and redis.call('MGET', unpack(KEYS, metas + first, metas + last)) or {}
  for i = first, last do
    local stored, header = values[i - first + 1], headers[i]
    if not header then
      found[i] = false
    elseif room <= 0 then
      found[i] = 0
    elseif stored and #stored <= longest and string.sub(stored, 1, #header) == header then
      found[i] = stored
      room = room - #stored
    else
      found[i] = false
    end
    largest = math.max(largest, stored and #stored or 0)
  end
  first = last + 1
  step = math.max(1, math.min(1000, math.floor(room / largest)))
end
return found
