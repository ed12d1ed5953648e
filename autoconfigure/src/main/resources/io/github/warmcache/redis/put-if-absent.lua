-- Stores a value unless the key has a readable one, counts that and tells the other pods. Stores nothing if the order of the put is
-- not known.
-- KEYS: meta, since when changes are remembered, what is remembered of the key's changes, value, the key's value under each other
-- schema. ARGV: epoch field, fresh epoch, schemas field, stripe, channel, subject, schema, how long the change is remembered in ms,
-- payload, time to live in ms, now in ms, longest value in bytes, cleared field, history of the mark or '!', its count:token, SHA-1 of
-- bytes known to be unreadable or ''.
-- Returns {'H', value, remaining ms, count, history}, {'L'} if it came too late, or {'S', schemas, count, history, token}. Fails on a
-- full server.
local meta = fieldsOf(KEYS[1], ARGV[1], ARGV[3], 'last', 'born', 'seq', ARGV[13], changedField(ARGV[1]))
local epoch, schemas = meta[1], meta[2] or ''
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
local header = 'v1:' .. epoch .. ':'
local found = redis.pcall('GET', KEYS[4])
if type(found) == 'string' and #found <= tonumber(ARGV[12]) and string.sub(found, 1, #header) == header then
  local expiry = tonumber(string.sub(found, #header + 1, #header + 13), 10)
  if expiry and expiry > tonumber(ARGV[11]) and (ARGV[16] == '' or redis.sha1hex(found) ~= ARGV[16]) then
    return {'H', found, redis.call('PTTL', KEYS[4]), meta[5] or '0', meta[4] or ''}
  end
end
local version = string.sub(ARGV[9], 14, 29)
local kept = redis.call('MGET', KEYS[2], KEYS[3])
local past = forgotten(KEYS[2], kept[1], meta[5] or '0', ARGV[8])
local last, unordered, floored, floor = recall(kept[2])
if isLate(meta, KEYS[3], ARGV[7], version, ARGV[14], ARGV[15], past, last, unordered, floored, floor) then
  return {'L'}
end
if not string.find(schemas, ARGV[7], 1, true) then
  schemas = string.sub(ARGV[7] .. ',' .. schemas, 1, 87)
  redis.call('HSET', KEYS[1], ARGV[3], schemas)
end
redis.call('SET', KEYS[4], header .. ARGV[9], 'PX', ARGV[10])
for i = 5, #KEYS do
  redis.call('DEL', KEYS[i])
end
local token = string.match(ARGV[6], '^[^:]*')
local versioned = version ~= UNVERSIONED
local seq, born = count(KEYS[1], token, meta[4], changedField(ARGV[1]), meta[7], entryOf(versioned and 'u' or 'k', KEYS[3]))
if versioned then
  floored, floor = ARGV[7], version
end
remember(KEYS[3], seq, versioned and string.format('%.0f', math.max(0, unordered)) or seq, floored, floor, ARGV[8])
redis.pcall('PUBLISH', ARGV[5], 'k1:' .. ARGV[4] .. ':' .. seq .. ':' .. (meta[3] or '') .. ':' .. ARGV[6])
return {'S', schemas, seq, born, token}
