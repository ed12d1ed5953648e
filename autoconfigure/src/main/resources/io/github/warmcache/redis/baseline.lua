-- Compares what a pod knows of a stripe with where it stands. If changes were lost on the server, values from before them may
-- be back: then all values on the stripe become unreadable, and the other pods are told.
-- KEYS: meta. ARGV: known sequence, known token, run of the server then or '', fresh token, fresh epoch, stripe, channel, origin,
-- sequence and token of the last change that the server itself has told the pod of, names of histories that are known to be over.
-- Returns {sequence, last token, history, run or '', 1 if all became unreadable or 0, the last clears as clear.lua left them}.
-- Before Redis 7, what INFO returns may only decide about writes if those are replicated instead of the script.
pcall(function() redis.replicate_commands() end)
local meta = fieldsOf(KEYS[1], 'seq', 'last', 'run', 'born', 'clears')
local seq, last = tonumber(meta[1] or '0'), meta[2] or ''
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''
local known = tonumber(ARGV[1])
local counted = tonumber(ARGV[9])
local isOver = not seq
for i = 11, #ARGV do
  isOver = isOver or ARGV[i] == meta[4]
end
local function isPast(sequence, token)
  return seq > sequence or seq == sequence and last == token
end
-- A server that went on from older data may have grown beyond what the pod knows. Once for each run is enough.
local restarted = ARGV[3] ~= '' and run ~= '' and run ~= ARGV[3] and run ~= meta[3]
if not isOver and isPast(known, ARGV[2]) and isPast(counted, ARGV[10])
    and not (restarted and known > 0 and seq > known) then
  return {string.format('%.0f', seq), last, meta[4] or '', run, 0, string.sub(meta[5] or '', 1, 4096)}
end
-- HDEL comes first: it needs no memory, and after it a full server refuses none of what follows.
redis.call('HDEL', KEYS[1], 'last')
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 6) == 'epoch:' then
    redis.call('HSET', KEYS[1], field, ARGV[5])
  end
end
local next = string.format('%.0f', math.max(known, counted, seq or 0) + 1)
-- The token of the change also names the history that begins with it.
redis.call('HSET', KEYS[1], 'seq', next, 'last', ARGV[4], 'run', run, 'born', ARGV[4])
redis.pcall('PUBLISH', ARGV[7], 'r1:' .. ARGV[6] .. ':' .. next .. ':' .. last .. ':' .. ARGV[4] .. ':' .. ARGV[8])
return {next, ARGV[4], ARGV[4], run, 1, ''}
