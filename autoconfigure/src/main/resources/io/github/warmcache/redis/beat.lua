-- Reads where a stripe stands, and says it on the channel that only the asking pod hears.
-- KEYS: meta, a key that is never there. ARGV: stripe, channel of the pod, number of the beat.
-- Returns {sequence, last token, history}.
-- A write that changes nothing and needs no memory: a replica, and whoever else takes no changes, refuses it, and so says nothing.
redis.call('DEL', KEYS[2])
local meta = redis.pcall('HMGET', KEYS[1], 'seq', 'last', 'born')
if meta.err then
  meta = {}
end
local seq, last = meta[1] or '0', meta[2] or ''
redis.pcall('PUBLISH', ARGV[2], 'h1:' .. ARGV[1] .. ':' .. seq .. ':' .. last .. ':' .. ARGV[3])
return {seq, last, meta[3] or ''}
