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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.KnownKeys;
import io.github.warmcache.tier.stripe.RedisKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.CollectionUtils;

/**
 * Batch reads and fills of one cache.
 */
final class RedisBatches {

	private static final Log logger = LogFactory.getLog(RedisBatches.class);

	private final KeySpace keys;

	private final KnownKeys texts;

	private final RedisValues values;

	private final CacheScripts scripts;

	private final ObservedRunner commands;

	private final ObservedRunner bulk;

	private final RedisChanges changes;

	private final RedisTierSettings settings;

	private final CrossStripeCalls joins = new CrossStripeCalls();

	RedisBatches(KeySpace keys, KnownKeys texts, RedisValues values, CacheScripts scripts, ObservedRunner commands,
			ObservedRunner bulk, RedisChanges changes, RedisTierSettings settings) {
		this.keys = keys;
		this.texts = texts;
		this.values = values;
		this.scripts = scripts;
		this.commands = commands;
		this.bulk = bulk;
		this.changes = changes;
		this.settings = settings;
	}

	/**
	 * Read many keys. Skip those that are distrusted.
	 */
	Map<Object, SharedRead.Hit> readAll(Collection<?> wanted) {
		Map<Object, SharedRead.Hit> hits = CollectionUtils.newHashMap(wanted.size());
		List<RedisKey> located = new ArrayList<>(wanted.size());
		for (Object key : wanted) {
			RedisKey one = this.texts.locate(key);
			if (one != null) {
				located.add(one);
			}
		}
		if (!this.changes.settleAll()) {
			return hits;
		}
		try {
			for (int i = 0; i < located.size(); i += this.settings.batchSize()) {
				List<RedisKey> batch = located.subList(i, Math.min(located.size(), i + this.settings.batchSize()));
				begin(this.commands, batch).land((found, hit) -> hits.put(found.key(), hit));
			}
			return hits;
		}
		catch (RedisUnavailableException ex) {
			return Map.of();
		}
	}

	private BatchRead begin(ObservedRunner runner, List<RedisKey> wanted) {
		BatchRead read = new BatchRead(runner, this.scripts, this.values, this.joins, this.changes.marks());
		for (RedisKey key : wanted) {
			if (!this.changes.isPending(key)) {
				read.add(key);
			}
		}
		read.begin();
		return read;
	}

	/**
	 * Hand every readable value to the sink.
	 * @throws RedisUnavailableException if the server fails midway
	 */
	void stream(EntrySink<Object, SharedRead.Hit> sink) {
		if (!this.changes.settleAll()) {
			throw new RedisUnavailableException("Redis still holds values that this pod could not clear", null);
		}
		StreamPages pages = new StreamPages(sink, (wanted) -> begin(this.bulk, wanted), this.settings.batchSize());
		sink.onCancel(pages::cancel);
		long[] foreign = new long[1];
		this.bulk.scan(this.keys.pattern(), this.settings.scanCount(), (names) -> {
			for (byte[] name : names) {
				RedisKey key = this.keys.parse(name);
				if (key != null) {
					pages.add(key);
				}
				else {
					foreign[0]++;
				}
			}
		});
		pages.end();
		if (foreign[0] > 0 && logger.isDebugEnabled()) {
			logger.debug(foreign[0] + " keys in the shared tier could not be read back and were skipped");
		}
	}

	/**
	 * Record the position of each stripe and begin a fill.
	 */
	BulkFill beginFill(Consumer<Object> superseded) {
		List<Reply> marks = this.bulk
			.runAll(IntStream.range(0, SharedTier.STRIPES).mapToObj(this.scripts::mark).toList());
		return new RedisBulkFill(this.texts, this.values, this.scripts, this.bulk, this.changes, marks,
				this.settings.batchSize(), superseded);
	}

}
