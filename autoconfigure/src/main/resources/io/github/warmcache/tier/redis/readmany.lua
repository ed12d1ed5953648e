-- Reads many values of one stripe.
-- KEYS: meta, values. ARGV: epoch field, longest value in bytes, most bytes to return.
-- Returns for each value its bytes, nil if there is none, or 0 if it is to be asked for again.
local epoch = redis.call('HGET', KEYS[1], ARGV[1])
local found, header = {}, epoch and 'v1:' .. epoch .. ':'
local longest, room = tonumber(ARGV[2]), tonumber(ARGV[3])
-- The first alone: then as many at once as there is room for if they are no larger than the largest so far.
local first, step, largest = 2, 1, 1
while first <= #KEYS do
  local last = math.min(#KEYS, first + step - 1)
  local values = (epoch and room > 0) and redis.call('MGET', unpack(KEYS, first, last)) or {}
  for i = first, last do
    local stored = values[i - first + 1]
    if not epoch then
      found[i - 1] = false
    elseif room <= 0 then
      found[i - 1] = 0
    elseif stored and #stored <= longest and string.sub(stored, 1, #header) == header then
      found[i - 1] = stored
      room = room - #stored
    else
      found[i - 1] = false
    end
    largest = math.max(largest, stored and #stored or 0)
  end
  first = last + 1
  step = math.max(1, math.min(1000, math.floor(room / largest)))
end
return found
