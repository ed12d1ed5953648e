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
 * Pages of a stream of all values. While the values of one page are decoded, those of the
 * next are in flight. Confined to one thread, except for {@link #cancel()}.
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
	 * Create the pages of a stream.
	 * @param sink receives the entries
	 * @param begin starts to read the values of keys
	 * @param size number of keys per page
	 */
	StreamPages(EntrySink<Object, SharedRead.Hit> sink, Function<List<RedisKey>, BatchRead> begin, int size) {
		this.sink = sink;
		this.begin = begin;
		this.size = size;
	}

	/**
	 * Add the next key.
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
	 * Hand over everything that is left.
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
	 * Hand over the values in flight, while those of the next page arrive.
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
	 * Entries whose values are in flight.
	 *
	 * @param read reads the values
	 * @param sink receives the values
	 */
	private record Page(BatchRead read, EntrySink<Object, SharedRead.Hit> sink) {
	}

}
