-- Stores what was loaded after a miss, if nothing changed the key since.
-- KEYS: value, meta. ARGV: epoch field, epoch, sequence, lease token or '', payload, time to live in ms.
-- Returns {1} stored, {0} refused, {-1} no room.
local meta = redis.call('HMGET', KEYS[2], ARGV[1], 'seq')
if meta[1] ~= ARGV[2] then
  return {0}
end
local unchanged = (meta[2] or '0') == ARGV[3]
if ARGV[4] ~= '' then
  local lease = 'l1:' .. ARGV[2] .. ':' .. ARGV[4]
  local held = redis.pcall('GET', KEYS[1])
  -- A lease that ran out is as good as held while the whole stripe is unchanged.
  if held ~= lease and (held or not unchanged) then
    return {0}
  end
elseif not unchanged then
  return {0}
end
local stored = redis.pcall('SET', KEYS[1], 'v1:' .. ARGV[2] .. ':' .. ARGV[5], 'PX', ARGV[6])
if stored.err then
  if ARGV[4] ~= '' then
    redis.call('DEL', KEYS[1])
  end
  return {-1}
end
return {1}
