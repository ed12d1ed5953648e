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

package io.github.warmcache.redis.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.watch.ServerFigures.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LostCanaries}, {@link RedisWatch} and {@link WatchLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LostCanariesTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final RedisWatch watch = new RedisWatch(() -> this.now);

	private final WatchLog log = new WatchLog();

	@Test
	void theCachesThatLoseAreNamed(CapturedOutput output) {
		hear(0, 0, Map.of("cities", 0L, "rates", 0L));
		assertThat(this.watch.current().canariesLostByCache()).containsOnly(Map.entry("cities", 0L),
				Map.entry("rates", 0L));
		hear(5, 1, Map.of("cities", 0L, "rates", 2L));
		RedisWatchStatus status = this.watch.current();
		assertThat(status.canariesLost()).isEqualTo(3);
		assertThat(status.canariesLostByCache()).containsEntry("cities", 0L).containsEntry("rates", 2L);
		assertThat(status.canariesLostOfLate()).containsOnly(Map.entry("rates", 2L));
		assertThat(status.reason()).isEqualTo("Redis evicted 5 keys with the policy volatile-ttl, among them 3 of "
				+ "Warmcache's canary keys, also of the caches rates");
		hear(6, 1, Map.of("cities", 1L, "rates", 3L));
		hear(7, 1, Map.of("cities", 2L, "rates", 4L));
		assertThat(output).containsOnlyOnce("may be evicted too: rates").containsOnlyOnce("may be evicted too: cities");
	}

	@Test
	void whatIsLongAgoIsForgotten(CapturedOutput output) {
		hear(0, 0, Map.of("rates", 0L));
		hear(1, 0, Map.of("rates", 1L));
		this.now = this.now.plusSeconds(60);
		hear(1, 0, Map.of("rates", 1L));
		assertThat(this.watch.current().canariesLostOfLate()).isEmpty();
		assertThat(this.watch.current().canariesLostByCache()).containsEntry("rates", 1L);
		hear(2, 0, Map.of("rates", 2L));
		assertThat(this.watch.current().canariesLostOfLate()).containsOnly(Map.entry("rates", 1L));
		assertThat(output.getAll().lines().filter((line) -> line.contains("may be evicted too: rates"))).hasSize(2);
	}

	@Test
	void whatSomebodyDeletedIsNotEvicted(CapturedOutput output) {
		hear(5, 0, Map.of("rates", 0L));
		hear(5, 0, Map.of("rates", 1L));
		assertThat(this.watch.current().canariesLostByCache()).containsEntry("rates", 1L);
		assertThat(this.watch.current().canariesLostOfLate()).isEmpty();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void aCacheThatTheWatchingPodDoesNotKnowKeepsItsCount() {
		hear(0, 0, Map.of("cities", 0L, "rates", 0L));
		hear(1, 0, Map.of("cities", 1L));
		hear(1, 0, Map.of("cities", 1L, "rates", 1L));
		assertThat(this.watch.current().canariesLostByCache()).containsOnly(Map.entry("cities", 1L),
				Map.entry("rates", 1L));
	}

	@Test
	void listenersLearnOfEachCacheOnce() {
		hear(0, 0, Map.of("cities", 0L));
		List<String> heard = new ArrayList<>();
		this.watch.listenToCaches(heard::add);
		hear(0, 0, Map.of("cities", 0L, "rates", 0L));
		hear(0, 0, Map.of("cities", 0L, "rates", 0L));
		assertThat(heard).containsExactly("cities", "rates");
	}

	@Test
	void cachesBeyondTheLimitAreLeftOut() {
		for (int i = 0; i < 2 * LostCanaries.CACHES; i++) {
			hear(0, 0, Map.of("cache" + i, 0L));
		}
		hear(0, 0, Map.of("cache" + (2 * LostCanaries.CACHES - 1), 1L, "cache0", 1L));
		assertThat(this.watch.current().canariesLostByCache()).hasSize(LostCanaries.CACHES);
		assertThat(this.watch.current().canariesLost()).isOne();
	}

	private void hear(long evicted, long lost, Map<String, Long> lostByCache) {
		Map<String, Tally> caches = new HashMap<>();
		lostByCache.forEach((cache, count) -> caches.put(cache, new Tally("history", count)));
		WatchReport report = new WatchReport(
				List.of(new ServerFigures("server", Answer.GIVEN, "run", evicted, 0, 10, 100, "volatile-ttl", null)),
				Map.of("0", new Tally("history", lost)), caches);
		RedisWatchStatus before = this.watch.current();
		this.watch.hear(report);
		this.log.heard(before, this.watch.current(), report, true);
	}

}
