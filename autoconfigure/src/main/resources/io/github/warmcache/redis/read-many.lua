-- Reads many values.
-- KEYS: the meta of each stripe, then the values, in the order of the stripes. ARGV: epoch field, longest value in bytes, most
-- bytes to return, then how many of the values are of each stripe. Keys of several stripes are for a server that has all of them.
-- Returns for each value its bytes, nil if there is none, 0 if it is to be asked for again, or 1 if it is too long; then, in one text
-- of a line each, for each stripe the count of its changes and the name of its history.
local keys, args = KEYS, ARGV
local call, find, min, max = redis.call, string.find, math.min, math.max
local longest, room = tonumber(args[2]), tonumber(args[3])
local metas, headers, stands, count = #args - 3, {}, {}, 0
for i = 1, metas do
  local meta = call('HMGET', keys[i], args[1], 'seq', 'born')
  local header = meta[1] and 'v1:' .. meta[1] .. ':'
  stands[2 * i - 1], stands[2 * i] = meta[2] or '0', meta[3] or ''
  for _ = 1, tonumber(args[i + 3]) do
    count = count + 1
    headers[count] = header
  end
end
local found = {}
-- The first alone: then as many at once as there is room for if they are no larger than the largest so far.
local first, step, largest = 1, 1, 1
while first <= count do
  local last = min(count, first + step - 1)
  local values = room > 0 and call('MGET', unpack(keys, metas + first, metas + last)) or {}
  for i = first, last do
    local stored, header = values[i - first + 1], headers[i]
    local size = stored and #stored or 0
    if not header then
      found[i] = false
    elseif room <= 0 then
      found[i] = 0
    elseif size > longest then
      found[i] = 1
    elseif stored and find(stored, header, 1, true) == 1 then
      found[i] = stored
      room = room - size
    else
      found[i] = false
    end
    if size > largest then
      largest = size
    end
  end
  first = last + 1
  step = max(1, min(1000, math.floor(room / largest)))
end
found[count + 1] = table.concat(stands, '\n')
return found
