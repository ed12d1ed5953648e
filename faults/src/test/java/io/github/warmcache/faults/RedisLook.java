/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.warmcache.faults;

import java.util.List;

import io.github.warmcache.testsupport.OwnRedisServer;

/**
 * Asks a Redis what it has of a key of a cache, whatever the names are made of otherwise.
 */
final class RedisLook {

	private static final String SCRIPT = """
			local lines, metas = {}, {}
			local function show(key)
			  local kind = redis.call('TYPE', key).ok
			  local value = kind
			  if kind == 'string' then
			    value = redis.call('GET', key)
			  elseif kind == 'hash' then
			    value = table.concat(redis.call('HGETALL', key), ' ')
			  end
			  lines[#lines + 1] = key .. ' (' .. redis.call('PTTL', key) .. ' ms): ' .. string.sub(value, 1, 500)
			end
			for _, pattern in ipairs(ARGV) do
			  for _, key in ipairs(redis.call('KEYS', pattern)) do
			    show(key)
			    metas[string.match(key, '^{.-}') or ''] = true
			  end
			end
			for tag in pairs(metas) do
			  show(tag .. ':meta')
			end
			return table.concat(lines, '\\n')
			""";

	private RedisLook() {
	}

	static List<String> of(OwnRedisServer server, String cache, int key) {
		try {
			String text = String
				.valueOf(server.command("EVAL", SCRIPT, "0", "*:" + cache + ":*:" + key, "*:" + cache + ":" + key));
			return List.of(("port " + server.port() + ": " + (text.isEmpty() ? "nothing" : text)).split("\n"));
		}
		catch (RuntimeException ex) {
			return List.of("port " + server.port() + " does not say: " + ex);
		}
	}

}
