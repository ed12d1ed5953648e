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

package io.github.warmcache.tier.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Read of many keys of one cache: a script call for each stripe, all of them under way
 * together. Belongs to one thread, but for its cancellation.
 */
final class BatchRead {

	private final ObservedRunner runner;

	private final CacheScripts scripts;

	private final ValueReader reader;

	private final List<List<RedisKey>> open = Stream.<List<RedisKey>>generate(ArrayList::new)
		.limit(SharedTier.STRIPES)
		.toList();

	private List<List<RedisKey>> asked = List.of();

	private volatile ScriptRunner.@Nullable Flight flight;

	BatchRead(ObservedRunner runner, CacheScripts scripts, ValueReader reader) {
		this.runner = runner;
		this.scripts = scripts;
		this.reader = reader;
	}

	void add(RedisKey key) {
		this.open.get(key.stripe()).add(key);
	}

	/**
	 * Ask for what is still open.
	 */
	void begin() {
		this.asked = new ArrayList<>();
		List<ScriptCall> calls = new ArrayList<>();
		for (List<RedisKey> keys : this.open) {
			if (!keys.isEmpty()) {
				List<RedisKey> wanted = List.copyOf(keys);
				keys.clear();
				this.asked.add(wanted);
				calls.add(this.scripts.readMany(wanted.get(0).stripe(), wanted));
			}
		}
		this.flight = calls.isEmpty() ? null : this.runner.start(calls);
	}

	/**
	 * Wait for the values, as many times as the server has to be asked for them.
	 * @param hits takes what can be read
	 * @throws RedisUnavailableException if the server failed
	 */
	void land(BiConsumer<RedisKey, SharedRead.Hit> hits) {
		for (ScriptRunner.Flight landing = this.flight; landing != null; landing = this.flight) {
			List<Reply> replies = this.runner.await(landing);
			replies.forEach(Reply::requireSuccess);
			for (int i = 0; i < replies.size(); i++) {
				read(this.asked.get(i), replies.get(i), hits);
			}
			begin();
		}
	}

	private void read(List<RedisKey> keys, Reply reply, BiConsumer<RedisKey, SharedRead.Hit> hits) {
		for (int i = 0; i < keys.size(); i++) {
			byte[] stored = reply.bytes(i);
			if (reply.isNumber(i)) {
				add(keys.get(i));
			}
			else if (stored != null
					&& this.reader.read(stored, ValueReader.UNKNOWN, null) instanceof SharedRead.Hit hit) {
				hits.accept(keys.get(i), hit);
			}
		}
	}

	/**
	 * Stop waiting. Safe to call from another thread.
	 */
	void cancel() {
		ScriptRunner.Flight current = this.flight;
		if (current != null) {
			current.cancel();
		}
	}

}
