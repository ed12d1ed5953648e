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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Main class in which 500 threads ask for one cold key at once, whose loader takes 50 ms.
 */
public final class StormRun {

	static final String LOADS = "Miss storm, loads";

	static final String SLOW = "Miss storm, p99 of 500 callers";

	static final String SLOWEST = "Miss storm, slowest of 500 callers";

	static final String LOADER = Figures.LIMIT + "the loader alone";

	static final String ONE_POD = Figures.OURS + ", one pod";

	static final String THREE_PODS = Figures.OURS + ", three pods";

	private static final int CALLERS = 500;

	private static final int WARM_UPS = 2;

	private static final long LOAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final RedisServerHandle redis = Servers.redis();

	private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);

	private final AtomicInteger loads = new AtomicInteger();

	private final int storms;

	private int keys;

	private StormRun(int storms) {
		this.storms = storms;
	}

	/**
	 * Run it.
	 * @param arguments how many storms each subject stands
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		StormRun run = new StormRun(Integer.parseInt(arguments[0]));
		run.measureAll();
		System.exit(0);
	}

	private void measureAll() throws Exception {
		long start = System.nanoTime();
		load();
		ChildJvm.report(SLOW, LOADER, (System.nanoTime() - start) / 1e6, "ms");
		List<BenchmarkPod> pods = BenchmarkPod.start(3, this.redis, "storm");
		List<TieredCache> caches = pods.stream().map(BenchmarkPod::cache).toList();
		measure(ONE_POD, (caller, key) -> caches.get(0).get(key, this::load));
		measure(THREE_PODS, (caller, key) -> caches.get(caller % caches.size()).get(key, this::load));
		Cache caffeine = new CaffeineCache("places", Caffeine.newBuilder().maximumSize(10_000).build());
		measure("CaffeineCache, sync", (caller, key) -> caffeine.get(key, this::load));
		LettuceConnectionFactory connections = Peers.connections(this.redis);
		RedisCacheWriter writer = RedisCacheWriter.nonLockingRedisCacheWriter(connections);
		Cache plain = Peers.redisCache(writer, "storm", Peers.json());
		measure("RedisCache", (caller, key) -> getOrPut(plain, key));
		Cache locking = Peers.redisCache(RedisCacheWriter.lockingRedisCacheWriter(connections, BatchStrategies.keys()),
				"locked", Peers.json());
		measure("RedisCache, locking, sync", (caller, key) -> locking.get(key, this::load));
		RedisClient client = RedisClient.create(RedisURI.create(this.redis.host(), this.redis.port()));
		JetCachePeer jetCache = new JetCachePeer(client, true);
		measure(JetCachePeer.NAME + ", penetration protect", (caller, key) -> jetCache.get(key, (missed) -> load()));
	}

	private Place load() {
		this.loads.incrementAndGet();
		long end = System.nanoTime() + LOAD_NANOS;
		for (long left = LOAD_NANOS; left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		return Place.of(this.keys);
	}

	/**
	 * What Spring does for a method that is {@code @Cacheable} and no more.
	 */
	private Object getOrPut(Cache cache, String key) {
		Cache.ValueWrapper found = cache.get(key);
		if (found != null) {
			return found;
		}
		Place loaded = load();
		cache.put(key, loaded);
		return loaded;
	}

	private void measure(String subject, Reader reader) throws Exception {
		for (int i = 0; i < WARM_UPS; i++) {
			storm(reader);
		}
		double[] slow = new double[this.storms];
		double[] slowest = new double[this.storms];
		int most = 0;
		for (int i = 0; i < this.storms; i++) {
			double[] sorted = storm(reader);
			slow[i] = sorted[CALLERS * 99 / 100];
			slowest[i] = sorted[CALLERS - 1];
			most = Math.max(most, this.loads.get());
		}
		Arrays.sort(slow);
		Arrays.sort(slowest);
		ChildJvm.report(LOADS, subject, most, "loads");
		ChildJvm.report(SLOW, subject, slow[this.storms / 2], "ms");
		ChildJvm.report(SLOWEST, subject, slowest[this.storms / 2], "ms");
	}

	/**
	 * Let all threads ask for a key that is nowhere.
	 * @return how long each waited, in milliseconds, sorted
	 */
	private double[] storm(Reader reader) throws Exception {
		String key = Place.key(this.keys++);
		this.loads.set(0);
		CountDownLatch ready = new CountDownLatch(CALLERS);
		CountDownLatch release = new CountDownLatch(1);
		List<Future<Double>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			int caller = i;
			Callable<Double> call = () -> {
				ready.countDown();
				release.await();
				long start = System.nanoTime();
				if (reader.read(caller, key) == null) {
					throw new IllegalStateException("Nothing was loaded");
				}
				return (System.nanoTime() - start) / 1e6;
			};
			callers.add(this.threads.submit(call));
		}
		ready.await();
		release.countDown();
		double[] waited = new double[CALLERS];
		for (int i = 0; i < CALLERS; i++) {
			waited[i] = callers.get(i).get();
		}
		Arrays.sort(waited);
		return waited;
	}

	/**
	 * One of many who read a key.
	 */
	@FunctionalInterface
	private interface Reader {

		Object read(int caller, String key);

	}

}
