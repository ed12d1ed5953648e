-- Stores what was loaded after a miss, if nothing changed the key since.
-- KEYS: value, meta, lease, what is remembered of the key's changes. ARGV: epoch field, epoch, sequence, lease token or '', payload,
-- time to live in ms, now in ms, longest value in bytes, SHA-1 of bytes known to be unreadable or '', schema, cleared field.
-- Returns {1} stored, {0} refused, {-1} no room, {-2} there is a newer version.
local meta = redis.call('HMGET', KEYS[2], ARGV[1], 'seq', ARGV[11])
if meta[1] ~= ARGV[2] then
  return {0}
end
local unchanged = (meta[2] or '0') == ARGV[3]
if ARGV[4] ~= '' then
  local lease = 'l1:' .. ARGV[2] .. ':' .. ARGV[4]
  local held = redis.pcall('GET', KEYS[3])
  -- A lease that ran out is as good as held while the whole stripe is unchanged.
  if held ~= lease and (held or not unchanged) then
    return {0}
  end
elseif not unchanged then
  return {0}
end
local header = 'v1:' .. ARGV[2] .. ':'
local version = string.sub(ARGV[5], 14, 29)
local present = version ~= UNVERSIONED and redis.call('MGET', KEYS[1], KEYS[4]) or {}
local result = 1
if isNewer(present[1], header, version, ARGV[7], ARGV[8], ARGV[9]) or wasNewer(present[2], version, ARGV[10], meta[3]) then
  result = -2
elseif redis.pcall('SET', KEYS[1], header .. ARGV[5], 'PX', ARGV[6]).err then
  result = -1
end
if ARGV[4] ~= '' and (result < 1 or KEYS[3] ~= KEYS[1]) then
  redis.call('DEL', KEYS[3])
end
return {result}
