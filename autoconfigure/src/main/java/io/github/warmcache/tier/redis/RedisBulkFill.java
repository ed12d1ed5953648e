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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.codec.StoredValues.Payload;
import io.github.warmcache.tier.stripe.KnownKeys;
import io.github.warmcache.tier.stripe.RedisKey;
import org.jspecify.annotations.Nullable;

/**
 * Fill of many keys of one cache. Prepares the next batch while one is in flight.
 */
final class RedisBulkFill implements BulkFill {

	/**
	 * Number of bytes at which a batch is sent before it is full.
	 */
	private static final int MOST_BYTES = 1 << 20;

	private static final int MOST_REFUSED = 100_000;

	private final KnownKeys keys;

	private final RedisValues values;

	private final CacheScripts scripts;

	private final ObservedRunner runner;

	private final RedisChanges changes;

	private final List<Reply> marks;

	private final int batchSize;

	private final long began;

	private final Consumer<Object> superseded;

	/**
	 * Header of the values of each stripe.
	 */
	private final List<byte[]> headers;

	private final @Nullable ScriptCall[] calls;

	private int entries;

	private long bytes;

	private final List<List<Object>> asked = new ArrayList<>();

	private List<List<Object>> underWay = List.of();

	private ScriptRunner.@Nullable Pending flight;

	private long stored;

	private final Set<Object> refused = new LinkedHashSet<>();

	private boolean lost;

	RedisBulkFill(KnownKeys keys, RedisValues values, CacheScripts scripts, ObservedRunner runner, RedisChanges changes,
			List<Reply> marks, int batchSize, Consumer<Object> superseded) {
		this.keys = keys;
		this.values = values;
		this.scripts = scripts;
		this.runner = runner;
		this.changes = changes;
		this.marks = marks;
		this.batchSize = batchSize;
		this.began = values.now();
		this.superseded = superseded;
		marks.forEach((mark) -> this.asked.add(new ArrayList<>()));
		this.calls = new @Nullable ScriptCall[marks.size()];
		// Otherwise each batch would wait for a server that is gone.
		this.lost = marks.stream().anyMatch((mark) -> mark.failure() != null);
		this.headers = this.lost ? List.of() : marks.stream().map(RedisBulkFill::header).toList();
	}

	/**
	 * Return the header of a stripe's values. The script compares its epoch with that of
	 * the server, so it is the header that the script would write.
	 */
	private static byte[] header(Reply mark) {
		return ("v1:" + mark.text(0) + ":").getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void add(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
		RedisKey located = this.keys.locate(key);
		if (located == null) {
			return;
		}
		int stripe = located.stripe();
		Payload payload = this.lost ? null
				: this.values.write(this.headers.get(stripe), located, value, timeToLive, provenance);
		if (payload == null || this.changes.isPending(located)) {
			return;
		}
		ScriptCall call = this.calls[stripe];
		if (call == null) {
			Reply mark = this.marks.get(stripe);
			call = this.scripts.fillMany(stripe, mark.text(0), mark.text(1), this.values.now(),
					this.values.isVersioned());
			this.calls[stripe] = call;
		}
		this.scripts.addTo(call, located, payload, this.values.isVersioned());
		this.asked.get(stripe).add(key);
		this.entries++;
		this.bytes += payload.bytes().length;
		if (this.entries >= this.batchSize || this.bytes >= MOST_BYTES) {
			send();
		}
	}

	private void send() {
		List<ScriptCall> batch = new ArrayList<>(this.calls.length);
		List<List<Object>> sent = new ArrayList<>(this.calls.length);
		for (int stripe = 0; stripe < this.calls.length; stripe++) {
			ScriptCall call = this.calls[stripe];
			if (call != null) {
				this.scripts.end(call, this.values.now() - this.began);
				batch.add(call);
				this.calls[stripe] = null;
				sent.add(this.asked.set(stripe, new ArrayList<>()));
			}
		}
		this.entries = 0;
		this.bytes = 0;
		land();
		if (!this.lost && !batch.isEmpty()) {
			this.flight = this.runner.start(batch);
			this.underWay = sent;
		}
	}

	private void land() {
		ScriptRunner.Pending landing = this.flight;
		this.flight = null;
		if (landing != null) {
			List<Reply> replies = this.runner.await(landing);
			for (int i = 0; i < replies.size(); i++) {
				land(this.underWay.get(i), replies.get(i));
			}
		}
	}

	private void land(List<Object> keys, Reply reply) {
		if (reply.failure() != null) {
			this.lost = true;
			return;
		}
		if (reply.number(0) < 0) {
			if (this.refused.size() < MOST_REFUSED) {
				this.refused.addAll(keys);
			}
			return;
		}
		this.stored += reply.number(0);
		for (int i = 1; i < reply.values().size(); i++) {
			this.superseded.accept(keys.get((int) reply.number(i)));
		}
	}

	@Override
	public void close() {
		send();
		land();
	}

	@Override
	public Collection<Object> refused() {
		return this.refused;
	}

	@Override
	public boolean isLost() {
		return this.lost;
	}

	@Override
	public long stored() {
		return this.stored;
	}

}
