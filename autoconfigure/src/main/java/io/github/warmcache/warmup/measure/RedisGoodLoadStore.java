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

package io.github.warmcache.warmup.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.stripe.GoodLoadNames;
import io.github.warmcache.warmup.GoodLoad;

/**
 * Good loads in Redis, for the pods that start while others run. Redis may evict them;
 * the running pods then bring them back.
 */
public final class RedisGoodLoadStore implements GoodLoadStore {

	private static final Duration LIFE = Duration.ofDays(7);

	private final ScriptRunner runner;

	private final GoodLoadNames names;

	/**
	 * Create a store.
	 * @param connections the connections to Redis, which are not closed here
	 * @param namespace the namespace that all pods of the application share
	 */
	public RedisGoodLoadStore(RedisTierConnections connections, String namespace) {
		this.runner = connections.commands();
		this.names = new GoodLoadNames(namespace);
	}

	@Override
	public String name() {
		return "Redis";
	}

	@Override
	public boolean forgets() {
		return true;
	}

	@Override
	public Map<String, GoodLoad> exchange(Map<String, GoodLoad> known) {
		ScriptCall call = new ScriptCall(Script.GOOD_LOADS).key(this.names.loads())
			.key(this.names.nothing())
			.argument(LIFE.toMillis());
		known.forEach((cacheName, load) -> call.argument(cacheName)
			.argument(load.entries())
			.argument(load.finishedAt().toEpochMilli())
			.argument(load.from()));
		Reply reply = this.runner.start(List.of(call)).await().get(0);
		reply.requireSuccess();
		Map<String, GoodLoad> loads = new LinkedHashMap<>();
		for (int i = 0; i + 1 < reply.values().size(); i += 2) {
			GoodLoad load = GoodLoad.read(reply.text(i + 1));
			if (load != null) {
				loads.put(reply.text(i), load);
			}
		}
		return loads;
	}

}
