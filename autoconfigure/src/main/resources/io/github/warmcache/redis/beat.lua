-- Reads where stripes stand, and says it on the channel that only the asking pod hears.
-- KEYS: a key that is never there, then metas. ARGV: channel of the pod, number of the beat, then the stripe of each meta.
-- Returns sequence, last token and history of each stripe, one after the other.
-- A write that changes nothing and needs no memory: a replica, and whoever else takes no changes, refuses it, and so says nothing.
redis.call('DEL', KEYS[1])
local beat, stands = {'h2', ARGV[2]}, {}
for i = 2, #KEYS do
  local meta = redis.pcall('HMGET', KEYS[i], 'seq', 'last', 'born')
  if meta.err then
    meta = {}
  end
  local seq, last = meta[1] or '0', meta[2] or ''
  -- What nobody could read would make the whole message unreadable. The reply tells of it.
  if #seq <= 15 and string.find(seq, '^%d+$') and #last <= 64 and string.find(last, '^[%w_-]*$') then
    beat[#beat + 1] = ARGV[i + 1] .. ':' .. seq .. ':' .. last
  end
  stands[#stands + 1] = seq
  stands[#stands + 1] = last
  stands[#stands + 1] = meta[3] or ''
end
redis.pcall('PUBLISH', ARGV[1], table.concat(beat, ':') .. ':')
return stands
