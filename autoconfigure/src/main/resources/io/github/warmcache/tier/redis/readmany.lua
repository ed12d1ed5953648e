-- Reads many values of one stripe.
-- KEYS: meta, values. ARGV: epoch field, longest value in bytes, most bytes to return.
-- Returns for each value its bytes, nil if there is none, or 0 if it is to be asked for again.
local epoch = redis.call('HGET', KEYS[1], ARGV[1])
local found, header = {}, epoch and 'v1:' .. epoch .. ':'
local longest, room = tonumber(ARGV[2]), tonumber(ARGV[3])
local get = redis.pcall
for i = 2, #KEYS do
  if not epoch then
    found[i - 1] = false
  elseif room <= 0 then
    found[i - 1] = 0
  else
    local stored = get('GET', KEYS[i])
    if type(stored) == 'string' and #stored <= longest and string.sub(stored, 1, #header) == header then
      found[i - 1] = stored
      room = room - #stored
    else
      found[i - 1] = false
    end
  end
end
return found
