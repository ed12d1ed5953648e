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

package io.github.warmcache.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Main class that times reads of values that Redis holds and this process does not, one
 * by one and in batches.
 */
public final class SharedReadRun {

	static final String ONE = "L2 hit, one key";

	static final String ONE_OR_LOAD = "L2 hit, one key, get(key, Callable)";

	static final String BATCH = "L2 hit, batch of 100";

	private static final int KEYS = 2_000;

	private static final int BATCH_SIZE = 100;

	private final RedisServerHandle redis = Servers.redis();

	private final ObjectReader json = JsonValueCodecFactory.mapperBuilder().build().readerFor(Place.class);

	private final RedisClient client = RedisClient.create(RedisURI.create(this.redis.host(), this.redis.port()));

	private final StatefulRedisConnection<byte[], byte[]> raw = this.client.connect(ByteArrayCodec.INSTANCE);

	private final List<String> keys = IntStream.range(0, KEYS).mapToObj(Place::key).toList();

	private final List<byte[]> rawKeys = this.keys.stream()
		.map((key) -> ("raw:" + key).getBytes(StandardCharsets.UTF_8))
		.toList();

	private SharedReadRun() {
	}

	/**
	 * Run it.
	 * @param arguments how many seconds to take for each row
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		SharedReadRun run = new SharedReadRun();
		run.fillRaw();
		LettuceConnectionFactory connections = Peers.connections(run.redis);
		try (BenchmarkPod pod = BenchmarkPod.start(run.redis, "reads",
				"warmcache.caches.places.maximum-size=" + 2 * KEYS)) {
			double seconds = Double.parseDouble(arguments[0]);
			run.fill(pod.cache());
			run.readOne(pod.cache(), connections, seconds);
			run.readOneOrLoad(pod.cache(), connections, seconds);
			run.readMany(Objects.requireNonNull(pod.cache().sharedTier()), seconds);
		}
		System.exit(0);
	}

	private void fillRaw() {
		JsonMapper mapper = JsonValueCodecFactory.mapperBuilder().build();
		for (int i = 0; i < KEYS; i++) {
			byte[] value = mapper.writeValueAsBytes(Place.of(i));
			this.raw.sync().psetex(this.rawKeys.get(i), Duration.ofHours(5).toMillis(), value);
		}
	}

	private void fill(TieredCache cache) {
		try (CacheFill fill = cache.beginFill(true)) {
			for (int i = 0; i < KEYS; i++) {
				fill.put(this.keys.get(i), Place.of(i));
			}
		}
	}

	private void readOne(TieredCache cache, LettuceConnectionFactory connections, double seconds) throws Exception {
		Interleaved calls = new Interleaved(25, KEYS);
		calls.add(Figures.LIMIT + "Lettuce GET", (number) -> get(this.rawKeys.get(number)));
		calls.add(Figures.OURS, new Emptied(cache) {
			@Override
			public Object call(int number) {
				return Objects.requireNonNull(cache.get(SharedReadRun.this.keys.get(number)));
			}
		});
		for (Map.Entry<String, Cache> peer : Peers.redisCaches(connections).entrySet()) {
			Cache other = peer.getValue();
			IntStream.range(0, KEYS).forEach((i) -> other.put(this.keys.get(i), Place.of(i)));
			calls.add(peer.getKey(), (number) -> Objects.requireNonNull(other.get(this.keys.get(number))));
		}
		JetCachePeer jetCache = new JetCachePeer(this.client, false);
		IntStream.range(0, KEYS).forEach((i) -> jetCache.put(this.keys.get(i), Place.of(i)));
		calls.add(JetCachePeer.NAME, new Interleaved.Subject() {
			@Override
			public Object call(int number) {
				return Objects.requireNonNull(jetCache.get(SharedReadRun.this.keys.get(number)));
			}

			@Override
			public void prepare(int from, int count) {
				jetCache.forgetLocally();
			}
		});
		calls.run(seconds, (name, micros) -> ChildJvm.report(ONE, name, micros, "us"));
	}

	private void readOneOrLoad(TieredCache cache, LettuceConnectionFactory connections, double seconds)
			throws Exception {
		Interleaved calls = new Interleaved(25, KEYS);
		calls.add(Figures.LIMIT + "Lettuce GET", (number) -> get(this.rawKeys.get(number)));
		calls.add(Figures.OURS, new Emptied(cache) {
			@Override
			public Object call(int number) {
				return Objects.requireNonNull(cache.get(SharedReadRun.this.keys.get(number), SharedReadRun::missed));
			}
		});
		Peers.redisCaches(connections)
			.forEach((name, other) -> calls.add(name,
					(number) -> Objects.requireNonNull(other.get(this.keys.get(number), SharedReadRun::missed))));
		calls.run(seconds, (name, micros) -> ChildJvm.report(ONE_OR_LOAD, name, micros, "us"));
	}

	private static Object missed() {
		throw new IllegalStateException("It is not in Redis");
	}

	private Object get(byte[] key) {
		return this.json.readValue(this.raw.sync().get(key));
	}

	private void readMany(SharedTier tier, double seconds) throws Exception {
		Interleaved calls = new Interleaved(10, KEYS);
		calls.add(Figures.LIMIT + "Lettuce MGET", (number) -> {
			List<Object> values = new ArrayList<>(BATCH_SIZE);
			for (KeyValue<byte[], byte[]> found : this.raw.sync()
				.mget(batch(this.rawKeys, number).toArray(byte[][]::new))) {
				values.add(this.json.readValue(found.getValue()));
			}
			return values;
		});
		calls.add("Lettuce GETs, pipelined", (number) -> {
			List<RedisFuture<byte[]>> futures = new ArrayList<>(BATCH_SIZE);
			batch(this.rawKeys, number).forEach((key) -> futures.add(this.raw.async().get(key)));
			List<Object> values = new ArrayList<>(BATCH_SIZE);
			for (RedisFuture<byte[]> future : futures) {
				values.add(this.json.readValue(future.get(10, TimeUnit.SECONDS)));
			}
			return values;
		});
		calls.add(Figures.OURS, (number) -> {
			Map<Object, SharedRead.Hit> hits = tier.readAll(batch(this.keys, number));
			if (hits.size() != BATCH_SIZE) {
				throw new IllegalStateException(hits.size() + " of " + BATCH_SIZE + " were read");
			}
			return hits;
		});
		JetCachePeer jetCache = new JetCachePeer(this.client, false);
		calls.add(JetCachePeer.NAME, (number) -> jetCache.getAll(batch(this.keys, number)));
		calls.run(seconds, (name, micros) -> ChildJvm.report(BATCH, name, micros, "us"));
	}

	/**
	 * Return keys from all over, beginning with one.
	 */
	private static <T> List<T> batch(List<T> keys, int number) {
		List<T> batch = new ArrayList<>(BATCH_SIZE);
		for (int i = 0; i < BATCH_SIZE; i++) {
			batch.add(keys.get((number + 97 * i) % KEYS));
		}
		return batch;
	}

	/**
	 * Reads of a cache whose local tier forgets what is going to be read, at a time that
	 * is not measured, as is that of what the eviction leaves to be done.
	 */
	private abstract class Emptied implements Interleaved.Subject {

		private final com.github.benmanes.caffeine.cache.Cache<Object, ?> local;

		Emptied(TieredCache cache) {
			this.local = cache.getNativeCache();
		}

		@Override
		public void prepare(int from, int count) {
			this.local.invalidateAll(SharedReadRun.this.keys.subList(from, from + count));
			this.local.cleanUp();
		}

	}

}
