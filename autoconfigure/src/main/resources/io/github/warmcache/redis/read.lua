-- Reads one value and, on a miss, takes the lease if a token is given. A value that does not live long enough is a miss whose
-- lease is at a key of its own, so that the value stays.
-- KEYS: value, meta, lease of a refresh, then, if the source may lag behind, what is remembered of the key's changes and of clears.
-- ARGV: epoch field, fresh epoch, schemas field, schema, now in ms, longest value in bytes, lease token or '', lease in ms, how long a
-- hit lives at least in ms, for how many ms a change is still remembered, at least, that the source may not know of.
-- Returns {status, reason, epoch, sequence, value, remaining ms, history}, and for a miss {status, reason, epoch, sequence, 1 if the
-- source may not know of the last change, else 0}. Status: H hit, B busy, L lease taken, R lease of a refresh taken, M miss without
-- lease. Reason of a miss: A absent, O longer than a value may be, U unreadable. An empty epoch says that no fill can be allowed.
-- As fieldsOf does, without a call: this script runs most, and the call was 7 % of the server's time for a miss.
local meta = redis.pcall('HMGET', KEYS[2], ARGV[1], 'seq', ARGV[3], 'born')
if meta.err then
  redis.call('DEL', KEYS[2])
  meta = {}
end
local epoch, seq, schemas = meta[1], meta[2] or '0', meta[3] or ''
if not epoch then
  epoch = ARGV[2]
  if type(redis.pcall('HSET', KEYS[2], ARGV[1], epoch)) == 'table' then
    return {'M', 'A', '', seq}
  end
end
local reason, status, leaseKey = 'A', 'L', KEYS[1]
local lease = 'l1:' .. epoch .. ':'
-- No more than it takes to see that it is too long, and with no more calls than GET takes: STRLEN would be one for every read.
local longest = tonumber(ARGV[6])
local stored = redis.pcall('GETRANGE', KEYS[1], 0, longest)
if type(stored) == 'table' then
  reason = 'U'
elseif #stored > longest then
  reason = 'O'
elseif stored ~= '' then
  local header = 'v1:' .. epoch .. ':'
  if string.sub(stored, 1, #header) == header then
    local expiry = string.match(stored, '^%d%d%d%d%d%d%d%d%d%d%d%d%d', #header + 1)
    expiry = expiry and tonumber(expiry, 10)
    if not expiry then
      reason = 'U'
    elseif expiry > tonumber(ARGV[5]) then
      local remaining, least = redis.call('PTTL', KEYS[1]), tonumber(ARGV[9])
      -- With less than a millisecond left it is over for the reader.
      if remaining ~= 0 and (least == 0 or (expiry - tonumber(ARGV[5]) > least and (remaining < 0 or remaining > least))) then
        return {'H', '', epoch, seq, stored, remaining, meta[4] or ''}
      end
      status, leaseKey = 'R', KEYS[3]
    end
  elseif string.sub(stored, 1, #lease) == lease and redis.call('PTTL', KEYS[1]) > 0 then
    if ARGV[7] ~= '' then
      return {'B', '', epoch, seq}
    end
  elseif string.sub(stored, 1, 3) ~= 'v1:' and (string.sub(stored, 1, 3) ~= 'l1:' or string.sub(stored, 1, #lease) == lease) then
    -- A lease without an end is nobody's.
    reason = 'U'
  end
end
if ARGV[7] ~= '' then
  local refresh = redis.pcall('GET', KEYS[3])
  if type(refresh) == 'string' and string.sub(refresh, 1, #lease) == lease and redis.call('PTTL', KEYS[3]) > 0 then
    return {'B', '', epoch, seq}
  end
end
-- Whoever may fill is known by its schema, so that the invalidations of other releases reach its keys.
if not string.find(schemas, ARGV[4], 1, true) then
  schemas = string.sub(ARGV[4] .. ',' .. schemas, 1, 87)
  if type(redis.pcall('HSET', KEYS[2], ARGV[3], schemas)) == 'table' then
    return {'M', reason, '', seq}
  end
end
local lags = 0
for i = 4, #KEYS do
  if redis.call('PTTL', KEYS[i]) > tonumber(ARGV[10]) then
    lags = 1
  end
end
if ARGV[7] ~= '' then
  local taken = redis.pcall('SET', leaseKey, lease .. ARGV[7], 'PX', ARGV[8])
  if not taken.err then
    return {status, reason, epoch, seq, lags}
  end
end
return {'M', reason, epoch, seq, lags}
