-- Makes all values of a cache on one stripe unreadable, under every schema, counts that and tells the other pods.
-- KEYS: meta, then, if the source may lag behind, what is remembered of clears. ARGV: epoch field, fresh epoch, stripe, channel,
-- subject, cleared field, how long the clear is remembered in ms.
-- Returns {1, '', count, history, token}.
local MOST_CLEARS = 32

-- Returns the clears that nothing else was counted between, this one being the last, as count:token{:cache:token}. The first token is that
-- of the change before them, each other one that of the clear of the cache before it, of whose name there is the SHA-1.
-- kept: what there was before this clear, or false. seq and token: of this clear. previous: the token of the change before.
local function followed(kept, seq, previous, cache, token)
  local last, clears = string.match(kept or '', '^(%d+)(:.*)$')
  if last ~= string.format('%.0f', tonumber(seq) - 1) or string.sub(clears, -#previous - 1) ~= ':' .. previous then
    clears = ':' .. previous
  end
  clears = clears .. ':' .. cache .. ':' .. token
  local _, words = string.gsub(clears, ':', '')
  if words > 2 * MOST_CLEARS + 1 then
    clears = string.match(clears, '^:[^:]*:[^:]*(.*)$')
  end
  return seq .. clears
end

-- HDEL comes first: it needs no memory, and after it a full server refuses none of what follows.
if type(redis.pcall('HDEL', KEYS[1], ARGV[1])) == 'table' then
  redis.call('DEL', KEYS[1])
end
local before = redis.call('HMGET', KEYS[1], 'last', 'born', 'clears')
local token = string.match(ARGV[5], '^[^:]*')
local seq, born = count(KEYS[1], token, before[2], changedField(ARGV[1]))
local clears = followed(before[3], seq, before[1] or '', redis.sha1hex(string.sub(ARGV[6], #'cleared:' + 1)), token)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ARGV[6], seq, 'clears', clears)
if KEYS[2] then
  redis.pcall('SET', KEYS[2], seq, 'PX', ARGV[7])
end
redis.pcall('PUBLISH', ARGV[4], 'e1:' .. ARGV[3] .. ':' .. seq .. ':' .. (before[1] or '') .. ':' .. ARGV[5])
return {1, '', seq, born, token}
