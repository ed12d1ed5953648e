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

package io.github.warmcache.warmup.fleet;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.fill.FillBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the promise that a change which is made while a cache is being warmed wins
 * over what was read before it, in the pod that loads and in those that copy.
 */
@Tag("servers")
class WarmingPromiseTests {

	/**
	 * One of their own: so many keys would make every scan of the other tests slow.
	 */
	private static OwnRedisServer redis;

	private static final String CHANGE_WINS = "a change during the warm-up wins over what was read before it";

	private static final int ROWS = 100;

	private static final long CHANGED = 10;

	private final TestTable table = new TestTable(ROWS);

	private FleetPod leader;

	@BeforeAll
	static void startRedis() {
		redis = Servers.newRedis();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Test
	void changeDuringTheWarmUpWins() {
		changeWhileARowIsOnItsWay();
	}

	@Test
	void withoutMarksFromBeforeTheQueryTheOldRowStays() {
		try (Guard off = Guard.replaced(FillBatch.class, "accept", (call) -> {
			try (CacheFill late = this.leader.cache().beginFill(true)) {
				late.put(call.arguments()[0], call.arguments()[1]);
			}
			return null;
		})) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(this::changeWhileARowIsOnItsWay)
				.withMessageContaining(CHANGE_WINS);
		}
	}

	private void changeWhileARowIsOnItsWay() {
		AtomicBoolean changed = new AtomicBoolean();
		CoordinationSettings settings = new CoordinationSettings(Duration.ofMinutes(10), 1, false, null);
		String namespace = UUID.randomUUID().toString();
		TestTable.Chunks chunks = this.table.chunks(ROWS / 2).hook((key) -> {
			// The row was read and has not come yet.
			if (key == CHANGED && changed.compareAndSet(false, true)) {
				this.table.rows.put(CHANGED, "new");
				this.leader.cache().evict(CHANGED);
			}
		});
		try (FleetPod leading = new FleetPod(redis, namespace, chunks, settings);
				FleetPod follower = new FleetPod(redis, namespace, this.table.chunks(ROWS), settings)) {
			this.leader = leading;
			leading.start().join();
			assertThat(leading.cache().get(CHANGED).get()).as(CHANGE_WINS).isEqualTo("new");
			follower.start().join();
			assertThat(follower.cache().get(CHANGED).get()).as(CHANGE_WINS).isEqualTo("new");
		}
	}

}
