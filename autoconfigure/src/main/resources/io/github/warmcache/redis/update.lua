-- Replaces a value, counts that and tells the other pods. A put whose order is not known removes the key instead.
-- KEYS: meta, since when changes are remembered, what is remembered of the key's changes, value, the key's value under each other
-- schema. ARGV: epoch field, fresh epoch, schemas field, stripe, channel, subject, schema, how long the change is remembered in ms,
-- payload, time to live in ms, now in ms, longest value in bytes, cleared field, history of the mark or '!', its count:token. A
-- payload of kind x is of a value that cannot be stored.
-- Returns {result, schemas, count, history, token}: if there are more schemas than the caller knew, it calls once more. Result: 1
-- stored, 0 told but removed for want of room, 2 dropped because there is a newer version, 3 removed because the put was late.
local meta = fieldsOf(KEYS[1], ARGV[1], ARGV[3], 'last', 'born', 'seq', ARGV[13], changedField(ARGV[1]))
local epoch, schemas = meta[1], meta[2] or ''
local version = string.sub(ARGV[9], 14, 29)
local versioned = version ~= UNVERSIONED
local present
if versioned then
  present = redis.call('MGET', KEYS[2], KEYS[3], KEYS[4])
  if epoch and isNewer(present[3], 'v1:' .. epoch .. ':', version, ARGV[11], ARGV[12], '') then
    return {2, schemas}
  end
else
  present = redis.call('MGET', KEYS[2], KEYS[3])
end
local past = forgotten(KEYS[2], present[1], meta[5] or '0', ARGV[8])
local last, unordered, floored, floor = recall(present[2])
local late = isLate(meta, KEYS[3], ARGV[7], version, ARGV[14], ARGV[15], past, last, unordered, floored, floor)
local listed = string.find(schemas, ARGV[7], 1, true)
local stores = not late and string.sub(ARGV[9], 30, 30) ~= 'x'
if not epoch or not listed or not stores then
  -- DEL needs no memory, and after it a full server refuses none of what follows.
  redis.call('DEL', KEYS[4])
end
if not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], ARGV[1], epoch)
end
if not listed then
  schemas = string.sub(ARGV[7] .. ',' .. schemas, 1, 87)
  redis.call('HSET', KEYS[1], ARGV[3], schemas)
end
local result = late and 3 or 1
if stores then
  local stored = redis.pcall('SET', KEYS[4], 'v1:' .. epoch .. ':' .. ARGV[9], 'PX', ARGV[10])
  if stored.err then
    redis.call('DEL', KEYS[4])
    result = 0
  end
end
-- Not before SET: after a DEL, even of nothing, a full server would take the value.
for i = 5, #KEYS do
  redis.call('DEL', KEYS[i])
end
local token = string.match(ARGV[6], '^[^:]*')
local ordered = versioned and not late
local seq, born = count(KEYS[1], token, meta[4], changedField(ARGV[1]), meta[7], entryOf(ordered and 'u' or 'k', KEYS[3]))
if versioned and (floored ~= ARGV[7] or version > floor or not late) then
  floored, floor = ARGV[7], version
end
remember(KEYS[3], seq, ordered and string.format('%.0f', math.max(0, unordered)) or seq, floored, floor, ARGV[8])
local kind = ordered and 'u1:' or 'k1:'
redis.pcall('PUBLISH', ARGV[5], kind .. ARGV[4] .. ':' .. seq .. ':' .. (meta[3] or '') .. ':' .. ARGV[6])
return {result, schemas, seq, born, token}
