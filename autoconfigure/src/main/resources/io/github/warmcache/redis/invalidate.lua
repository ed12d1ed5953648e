-- Removes a key, counts that and tells the other pods.
-- KEYS: meta, since when changes are remembered, what is remembered of the key's changes, the key's value under each schema. ARGV:
-- epoch field, fresh epoch, schemas field, stripe, channel, subject, schema, how long the change is remembered in ms, version of a
-- value that is known to have been or ''.
-- Returns {1, schemas, count, history, token}: if there are more schemas than the caller knew, it calls once more.
-- DEL comes first: it needs no memory, and after it a full server refuses none of what follows.
for i = 4, #KEYS do
  redis.call('DEL', KEYS[i])
end
local meta = fieldsOf(KEYS[1], ARGV[1], ARGV[3], 'last', 'born', changedField(ARGV[1]))
if not meta[1] then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
local token = string.match(ARGV[6], '^[^:]*')
local seq, born = count(KEYS[1], token, meta[4], changedField(ARGV[1]), meta[5], entryOf('k', KEYS[3]))
local kept = redis.call('MGET', KEYS[2], KEYS[3])
forgotten(KEYS[2], kept[1], string.format('%.0f', tonumber(seq) - 1), ARGV[8])
local _, _, schema, version = recall(kept[2])
if ARGV[9] ~= '' and (schema ~= ARGV[7] or ARGV[9] > version) then
  schema, version = ARGV[7], ARGV[9]
end
remember(KEYS[3], seq, seq, schema, version, ARGV[8])
-- A user without the right to publish still invalidates: the count gives the change away.
redis.pcall('PUBLISH', ARGV[5], 'k1:' .. ARGV[4] .. ':' .. seq .. ':' .. (meta[3] or '') .. ':' .. ARGV[6])
return {1, meta[2] or '', seq, born, token}
