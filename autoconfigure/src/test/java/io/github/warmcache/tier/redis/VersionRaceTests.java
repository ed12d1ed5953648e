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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.redis.VersionedTierContract.Row;
import io.github.warmcache.tier.redis.VersionedTierContract.RowVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two pods that commit one version after the other and put them into their
 * caches in any order, on a real server. What another pod changed is heard of as soon as
 * the server took it.
 */
@Tag("servers")
class VersionRaceTests {

	private static final Row V1 = new Row("one", 1L);

	private static final Row V2 = new Row("two", 2L);

	private final TierFixture fixture = new TierFixture(Servers.redis());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Pod first = new Pod();

	private final Pod second = new Pod();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.fixture.close();
	}

	/**
	 * All orders of three steps of each pod: the local put, the change in Redis, and the
	 * rest.
	 */
	static Stream<String> orders() {
		List<String> orders = new ArrayList<>();
		collect("", 3, 3, orders);
		assertThat(orders).hasSize(20);
		return orders.stream();
	}

	private static void collect(String order, int firstLeft, int secondLeft, List<String> orders) {
		if (firstLeft + secondLeft == 0) {
			orders.add(order);
		}
		if (firstLeft > 0) {
			collect(order + "1", firstLeft - 1, secondLeft, orders);
		}
		if (secondLeft > 0) {
			collect(order + "2", firstLeft, secondLeft - 1, orders);
		}
	}

	@ParameterizedTest
	@MethodSource("orders")
	void bothPodsEndWithTheNewerVersion(String order) throws Exception {
		this.first.other = this.second;
		this.second.other = this.first;
		this.first.hold = true;
		this.second.hold = true;
		Future<?> one = this.threads.submit(() -> this.first.put(V1));
		Future<?> two = this.threads.submit(() -> this.second.put(V2));
		for (char step : order.toCharArray()) {
			Pod pod = (step == '1') ? this.first : this.second;
			pod.go.release();
			assertThat(pod.arrived.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		}
		one.get(10, TimeUnit.SECONDS);
		two.get(10, TimeUnit.SECONDS);
		assertThat(this.first.cache.get(1, Row.class)).isEqualTo(V2);
		assertThat(this.second.cache.get(1, Row.class)).isEqualTo(V2);
		assertThat(new Pod().cache.get(1, Row.class)).isEqualTo(V2);
	}

	@Test
	void aPodThatPutsTheOlderVersionLastReadsTheNewerOne() {
		this.second.put(V2);
		this.first.put(V1);
		assertThat(this.first.cache.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
		assertThat(this.first.cache.get(1, Row.class)).isEqualTo(V2);
	}

	@Test
	void onePodThatPutsInTheWrongOrderKeepsTheNewerVersion() {
		this.first.put(V2);
		this.first.put(V1);
		assertThat(this.first.cache.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
		assertThat(this.first.cache.get(1, Row.class)).isEqualTo(V2);
		Row other = this.second.cache.get(1, Row.class);
		assertThat(other).isIn(null, V2);
	}

	@Test
	void aWarmUpWithAnOlderRowKeepsTheNewerOne() {
		this.first.put(V2);
		try (CacheFill fill = this.second.cache.beginFill(true)) {
			fill.put(1, V1);
			fill.put(2, V1);
		}
		assertThat(this.second.cache.get(1, Row.class)).isEqualTo(V2);
		assertThat(this.second.cache.get(2, Row.class)).isEqualTo(V1);
		assertThat(this.second.cache.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
		try (CacheFill fill = this.first.cache.beginFill(false)) {
			fill.put(1, V1);
			assertThat(fill.entries()).isZero();
		}
		assertThat(this.first.cache.get(1, Row.class)).isEqualTo(V2);
	}

	@Test
	void aLoadThatEndsAfterANewerOneIsKeptNowhere() {
		SharedTier tier = this.second.tier;
		Row loaded = this.first.cache.get(1, () -> {
			// As if the lease had run out, and another pod had taken and filled it.
			tier.invalidate(1);
			VersionedTierContract.fill(tier, 1, V2);
			return V1;
		});
		assertThat(loaded).isEqualTo(V1);
		assertThat(this.first.cache.get(1, Row.class)).isEqualTo(V2);
	}

	/**
	 * A pod whose puts wait before each step, if they are held.
	 */
	private final class Pod {

		private final Semaphore go = new Semaphore(0);

		private final Semaphore arrived = new Semaphore(0);

		private final SharedTier tier;

		private final TieredCache cache;

		private volatile boolean hold;

		private volatile Pod other;

		Pod() {
			this.tier = VersionRaceTests.this.fixture.pod()
				.create("rows", ResolvableType.forClass(Integer.class), ResolvableType.forClass(Row.class),
						new RowVersion());
			SharedTier steps = (SharedTier) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { SharedTier.class }, (proxy, method, arguments) -> {
						boolean update = method.getName().equals("update");
						if (update) {
							next();
						}
						try {
							Object result = method.invoke(this.tier, arguments);
							if (result == ChangeOutcome.APPLIED && this.other != null) {
								this.other.cache.localCopies().drop(1);
							}
							if (update) {
								next();
							}
							return result;
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
			this.cache = TieredCache
				.builder(new CacheDefinition("rows", ResolvableType.forClass(Integer.class),
						ResolvableType.forClass(Row.class),
						new LocalTierSettings(100L, null, Duration.ofMinutes(10), 0, Duration.ofMinutes(1)),
						Duration.ofHours(1)))
				.sharedTier(steps)
				.version(new RowVersion())
				.build();
		}

		void put(Row row) {
			if (this.hold) {
				this.go.acquireUninterruptibly();
			}
			this.cache.put(1, row);
			if (this.hold) {
				this.arrived.release();
			}
		}

		private void next() {
			if (this.hold) {
				this.arrived.release();
				this.go.acquireUninterruptibly();
			}
		}

	}

}
