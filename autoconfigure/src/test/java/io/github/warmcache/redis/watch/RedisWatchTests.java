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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.watch.ServerFigures.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisWatch} and {@link WatchLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisWatchTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final RedisWatch watch = new RedisWatch(() -> this.now);

	private final WatchLog log = new WatchLog();

	@Test
	void nothingIsKnownAtFirst() {
		RedisWatchStatus status = this.watch.current();
		assertThat(status.state()).isEqualTo(RedisWatchState.UNKNOWN);
		assertThat(status.since()).isEqualTo(this.now);
		assertThat(status.visible()).isNull();
		assertThat(status.usedMemory()).isNull();
	}

	@Test
	void evictionsOfBeforeAreNotCounted() {
		hear(figures(500, 10, 100, "allkeys-lru"));
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
		assertThat(this.watch.current().evicted()).isZero();
	}

	@Test
	void theServerEvictsForAMinuteAfterAnEviction() {
		hear(figures(0, 10, 100, "allkeys-lru"));
		pass(10);
		hear(figures(7, 10, 100, "allkeys-lru"));
		RedisWatchStatus status = this.watch.current();
		assertThat(status.state()).isEqualTo(RedisWatchState.EVICTING);
		assertThat(status.since()).isEqualTo(this.now);
		assertThat(status.reason()).isEqualTo("Redis evicted 7 keys with the policy allkeys-lru");
		pass(59);
		hear(figures(7, 10, 100, "allkeys-lru"));
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.EVICTING);
		assertThat(this.watch.current().since()).isEqualTo(status.since());
		pass(1);
		hear(figures(7, 10, 100, "allkeys-lru"));
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
		assertThat(this.watch.current().evicted()).isEqualTo(7);
		pass(10);
		hear(figures(9, 10, 100, "allkeys-lru"));
		assertThat(this.watch.current().reason()).as("of this time").contains("evicted 2 keys");
		assertThat(this.watch.current().evicted()).isEqualTo(9);
	}

	@Test
	void aRestartIsNoEviction() {
		hear(figures(500, 10, 100, "allkeys-lru"));
		hear(new ServerFigures("server", Answer.GIVEN, "other", 700, 0, 10, 100, "allkeys-lru", null));
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
		assertThat(this.watch.current().evicted()).isZero();
	}

	@Test
	void canariesDecideWhereEvictionsAreNotCounted() {
		ServerFigures refused = ServerFigures.none("server", Answer.REFUSED);
		hear(refused, 0);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
		assertThat(this.watch.current().reason()).contains("not everything is visible");
		assertThat(this.watch.current().visible()).isFalse();
		hear(refused, 2);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.EVICTING);
		assertThat(this.watch.current().reason()).isEqualTo("Redis evicted 2 of Warmcache's canary keys");
	}

	@Test
	void canariesThatSomebodyDeletedAreNoEviction() {
		hear(figures(5, 10, 100, "noeviction"), 0);
		hear(figures(5, 10, 100, "noeviction"), 2);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
		assertThat(this.watch.current().canariesLost()).isEqualTo(2);
		hear(figures(9, 10, 100, "noeviction"), 3);
		assertThat(this.watch.current().reason()).endsWith(", among them 1 of Warmcache's canary keys");
	}

	@ParameterizedTest
	@CsvSource({ "90, 100, WELL", "91, 100, NEAR_LIMIT", "91, 0, WELL", "120, 100, NEAR_LIMIT" })
	void memoryAboveNineTenthsIsNearItsLimit(long used, long maximum, RedisWatchState expected) {
		hear(figures(0, used, maximum, "noeviction"));
		assertThat(this.watch.current().state()).isEqualTo(expected);
	}

	@Test
	void memoryIsNearItsLimitUntilThereIsMoreRoom() {
		hear(figures(0, 95, 100, "noeviction"));
		hear(figures(0, 86, 100, "noeviction"));
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.NEAR_LIMIT);
		hear(figures(0, 85, 100, "noeviction"));
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
	}

	@Test
	void aServerThatIsTooSlowToAnswerKeepsItsState() {
		ServerFigures missing = ServerFigures.none("server", Answer.MISSING);
		hear(missing);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.UNKNOWN);
		assertThat(this.watch.current().reason()).isEqualTo("Redis does not answer INFO in time");
		assertThat(this.watch.current().visible()).isFalse();
		hear(figures(0, 95, 100, "noeviction"));
		hear(missing);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.NEAR_LIMIT);
		hear(figures(0, 50, 100, "noeviction"));
		hear(missing);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.WELL);
	}

	@Test
	void whatIsOldIsForgotten() {
		hear(figures(0, 95, 100, "noeviction"));
		pass(29);
		this.watch.miss("Redis does not answer", PATIENCE);
		assertThat(this.watch.current().state()).isEqualTo(RedisWatchState.NEAR_LIMIT);
		pass(1);
		this.watch.miss("Redis does not answer", PATIENCE);
		RedisWatchStatus status = this.watch.current();
		assertThat(status.state()).isEqualTo(RedisWatchState.UNKNOWN);
		assertThat(status.since()).isEqualTo(this.now);
		assertThat(status.reason()).isEqualTo("Redis does not answer");
		assertThat(status.usedMemory()).isNull();
		assertThat(status.policy()).isNull();
	}

	@Test
	void eachChangeIsLoggedOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			hear(figures(0, 95, 100, "noeviction"));
		}
		assertThat(output).containsOnlyOnce("Redis uses 95 of 100 bytes of memory, with the policy noeviction. Give");
		for (int i = 1; i < 4; i++) {
			hear(figures(i, 95, 100, "allkeys-lru"));
		}
		assertThat(output).containsOnlyOnce("Redis evicted 1 keys with the policy allkeys-lru. Values of caches");
		pass(60);
		hear(figures(3, 50, 100, "volatile-ttl"));
		hear(figures(3, 50, 100, "volatile-ttl"));
		assertThat(output).containsOnlyOnce("Redis is well again: Redis evicts nothing");
	}

	@Test
	void aPolicyIsLeftToTheAdvisor(CapturedOutput output) {
		hear(figures(0, 50, 100, "allkeys-lru"));
		assertThat(this.watch.current().mayEvict()).isTrue();
		hear(figures(0, 50, 100, "volatile-ttl"));
		assertThat(this.watch.current().mayEvict()).isTrue();
		hear(figures(0, 50, 100, "noeviction"));
		assertThat(this.watch.current().mayEvict()).isFalse();
		hear(figures(0, 50, 0, "allkeys-lru"));
		assertThat(this.watch.current().mayEvict()).as("without a limit").isFalse();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void onlyWhatACallCannotExplainIsADifferenceOfClocks() {
		assertThat(this.watch.clockDifference()).isNull();
		Instant asked = this.now;
		pass(3);
		this.watch.tellTime(asked, asked.plusSeconds(1).toEpochMilli());
		assertThat(this.watch.clockDifference()).isEqualTo(Duration.ZERO);
		this.watch.tellTime(asked, asked.plusSeconds(7).toEpochMilli());
		assertThat(this.watch.clockDifference()).isEqualTo(Duration.ofSeconds(4));
		this.watch.tellTime(asked, asked.minusSeconds(5).toEpochMilli());
		assertThat(this.watch.clockDifference()).isEqualTo(Duration.ofSeconds(-5));
		this.watch.tellTime(this.now.plusSeconds(1), this.now.plusSeconds(60).toEpochMilli());
		assertThat(this.watch.clockDifference()).as("set back meanwhile").isEqualTo(Duration.ofSeconds(-5));
		pass(30);
		this.watch.miss("Redis does not answer", PATIENCE);
		assertThat(this.watch.clockDifference()).isNull();
	}

	@Test
	void whatIsForbiddenIsLoggedOnce(CapturedOutput output) {
		hear(ServerFigures.none("server", Answer.REFUSED));
		hear(ServerFigures.none("server", Answer.REFUSED));
		assertThat(output).containsOnlyOnce("Add '+info' to the user's ACL");
	}

	@Test
	void podsThatDoNotWatchLogEvictionsOnly(CapturedOutput output) {
		hear(report(figures(0, 95, 100, "allkeys-lru"), 0), false);
		assertThat(output).doesNotContain("WARN");
		hear(report(figures(1, 95, 100, "allkeys-lru"), 0), false);
		assertThat(output).containsOnlyOnce("WARN").containsOnlyOnce("- Redis evicted 1 keys");
	}

	private void pass(int seconds) {
		this.now = this.now.plusSeconds(seconds);
	}

	private void hear(ServerFigures figures) {
		hear(figures, 0);
	}

	private void hear(ServerFigures figures, long lost) {
		hear(report(figures, lost), true);
	}

	private void hear(WatchReport report, boolean own) {
		RedisWatchStatus before = this.watch.current();
		this.watch.hear(report);
		this.log.heard(before, this.watch.current(), report, own);
	}

	private static WatchReport report(ServerFigures figures, long lost) {
		return new WatchReport(List.of(figures), Map.of("0", new Tally("history", lost)), Map.of());
	}

	private static ServerFigures figures(long evicted, long used, long maximum, String policy) {
		return new ServerFigures("server", Answer.GIVEN, "run", evicted, 0, used, maximum, policy, null);
	}

}
