-- Returns fields of the meta of a stripe, as HMGET does. What is of another type is nobody's, and goes.
local function fieldsOf(meta, ...)
  local fields = redis.pcall('HMGET', meta, ...)
  if fields.err then
    redis.call('DEL', meta)
    return {}
  end
  return fields
end

