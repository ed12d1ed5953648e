-- Has wrk ask for the cities of a file, one id a line, in their order, and then from its start again. A thread that is not the
-- first begins elsewhere.

local threads = 0

function setup(thread)
	thread:set("number", threads)
	threads = threads + 1
end

local requests = {}
local last = 0

function init(arguments)
	for id in io.lines(arguments[1]) do
		requests[#requests + 1] = wrk.format("GET", "/cities/" .. id)
	end
	last = number * math.floor(#requests / 7) % #requests
end

function request()
	last = last % #requests + 1
	return requests[last]
end
