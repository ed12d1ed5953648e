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
import java.util.function.Function;

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.stripe.RedisKey;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a stream of all values: while the values of one are made, those of the next
 * are under way. Belongs to one thread, but for its cancellation.
 */
final class StreamPages {

	private final EntrySink<Object, SharedRead.Hit> sink;

	private final Function<List<RedisKey>, BatchRead> begin;

	private final int size;

	private List<RedisKey> wanted = new ArrayList<>();

	private @Nullable EntrySink<Object, SharedRead.Hit> page;

	private volatile @Nullable Page underWay;

	private volatile @Nullable Page landing;

	/**
	 * Make the pages of a stream.
	 * @param sink takes the entries
	 * @param begin asks for the values of keys
	 * @param size how many entries make a page
	 */
	StreamPages(EntrySink<Object, SharedRead.Hit> sink, Function<List<RedisKey>, BatchRead> begin, int size) {
		this.sink = sink;
		this.begin = begin;
		this.size = size;
	}

	/**
	 * Take the next key.
	 */
	void add(RedisKey key) {
		EntrySink<Object, SharedRead.Hit> current = this.page;
		if (current == null) {
			current = this.sink.page();
			this.page = current;
		}
		if (current.wants(key.key())) {
			this.wanted.add(key);
			if (this.wanted.size() == this.size) {
				turn();
			}
		}
	}

	/**
	 * Hand over what has not been handed over.
	 */
	void end() {
		turn();
		land(null);
	}

	private void turn() {
		EntrySink<Object, SharedRead.Hit> current = this.page;
		if (current == null) {
			return;
		}
		Page next = new Page(this.begin.apply(this.wanted), current);
		this.wanted = new ArrayList<>(this.size);
		this.page = null;
		land(next);
	}

	/**
	 * Hand over the values that are under way, while those of the next page are.
	 */
	private void land(@Nullable Page next) {
		Page current = this.underWay;
		this.landing = current;
		this.underWay = next;
		if (current != null) {
			current.read().land((key, hit) -> current.sink().accept(key.key(), hit));
		}
	}

	/**
	 * Stop waiting for values. Safe to call from another thread.
	 */
	void cancel() {
		cancel(this.underWay);
		cancel(this.landing);
	}

	private static void cancel(@Nullable Page page) {
		if (page != null) {
			page.read().cancel();
		}
	}

	/**
	 * Entries whose values are under way.
	 *
	 * @param read brings the values
	 * @param sink takes them
	 */
	private record Page(BatchRead read, EntrySink<Object, SharedRead.Hit> sink) {
	}

}
