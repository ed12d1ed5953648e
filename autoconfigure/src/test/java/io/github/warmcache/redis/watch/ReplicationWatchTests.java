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
import java.util.Set;
import java.util.stream.Stream;

import io.github.warmcache.redis.watch.ReplicationFigures.Role;
import io.github.warmcache.redis.watch.ServerFigures.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplicationWatch}, {@link RedisWatch} and {@link WatchLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReplicationWatchTests {

	private static final long UNKNOWN = ReplicationFigures.UNKNOWN;

	private static final int BACKLOG = 1000;

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final RedisWatch watch = new RedisWatch(() -> this.now);

	private final WatchLog log = new WatchLog();

	@Test
	void aServerThatNeverHadAReplicaIsWell(CapturedOutput output) {
		for (int i = 0; i < 5; i++) {
			hear(master(0, UNKNOWN, UNKNOWN));
		}
		assertThat(replication()).isEqualTo(new RedisReplication(0L, null, null, null, Set.of()));
		assertThat(output).doesNotContain("WARN").doesNotContain("INFO");
	}

	@Test
	void aReplicaThatFallsAwayIsNamedOnce(CapturedOutput output) {
		hear(master(1, 20, 1));
		assertThat(replication()).isEqualTo(new RedisReplication(1L, 20L, Duration.ofSeconds(1), null, Set.of()));
		hear(master(0, UNKNOWN, UNKNOWN));
		assertThat(replication().troubles()).as("it may only reconnect").isEmpty();
		for (int i = 0; i < 3; i++) {
			hear(master(0, UNKNOWN, UNKNOWN));
			assertThat(replication().troubles()).containsOnly(ReplicationTrouble.NO_REPLICA);
		}
		assertThat(this.watch.current().state()).as("of the memory").isEqualTo(RedisWatchState.WELL);
		assertThat(output).containsOnlyOnce("Redis has lost its replicas: ");
		hear(master(1, 0, 0));
		assertThat(replication().troubles()).isNotEmpty();
		pass(Duration.ofMinutes(1));
		hear(master(1, 0, 0));
		hear(master(1, 0, 0));
		assertThat(replication().troubles()).isEmpty();
		assertThat(output).containsOnlyOnce("The replication of Redis is well again");
	}

	@Test
	void afterADayAMasterIsMeantToHaveNone() {
		hear(master(1, 0, 0));
		hear(master(0, UNKNOWN, UNKNOWN));
		pass(ReplicationWatch.EXPECTED.minusSeconds(1));
		hear(master(0, UNKNOWN, UNKNOWN));
		assertThat(replication().troubles()).containsOnly(ReplicationTrouble.NO_REPLICA);
		pass(Duration.ofMinutes(2));
		hear(master(0, UNKNOWN, UNKNOWN));
		assertThat(replication().troubles()).isEmpty();
	}

	@Test
	void oneMasterOfAClusterWithoutReplicasIsEnough() {
		hear(master(2, 5, 0), master(1, 9, 3));
		assertThat(replication()).isEqualTo(new RedisReplication(1L, 9L, Duration.ofSeconds(3), null, Set.of()));
		hear(master(2, 5, 0), master(0, UNKNOWN, UNKNOWN));
		hear(master(2, 5, 0), master(0, UNKNOWN, UNKNOWN));
		assertThat(replication().replicas()).isZero();
		assertThat(replication().troubles()).containsOnly(ReplicationTrouble.NO_REPLICA);
		hear(master(2, 5, 0), null);
		assertThat(replication().replicas()).as("of a master that does not answer").isNull();
	}

	@Test
	void fewerReplicasAreNoTrouble() {
		hear(master(2, 5, 0));
		hear(master(1, 5, 0));
		hear(master(1, 5, 0));
		assertThat(replication().troubles()).isEmpty();
	}

	@Test
	void aSilentReplicaIsBehind(CapturedOutput output) {
		hear(master(1, 0, 9));
		hear(master(1, 0, 9));
		assertThat(replication().troubles()).isEmpty();
		hear(master(1, 700, 10));
		hear(master(1, 800, 20));
		assertThat(replication().troubles()).containsOnly(ReplicationTrouble.BEHIND);
		assertThat(output).containsOnlyOnce("it confirmed nothing for 20 seconds, and lacks 800 bytes.");
	}

	@Test
	void aReplicaThatLacksMoreThanTheBacklogIsBehind() {
		hear(master(1, BACKLOG, 0));
		hear(master(1, BACKLOG, 0));
		assertThat(replication().troubles()).isEmpty();
		hear(master(1, BACKLOG + 1, 0));
		assertThat(replication().troubles()).as("a burst").isEmpty();
		hear(master(1, BACKLOG + 1, 0));
		assertThat(replication().troubles()).containsOnly(ReplicationTrouble.BEHIND);
	}

	@Test
	void aReplicaWithoutAMasterIsNamed(CapturedOutput output) {
		hear(replica(1));
		assertThat(replication()).isEqualTo(new RedisReplication(null, null, null, true, Set.of()));
		hear(replica(0));
		hear(replica(0));
		assertThat(replication().linked()).isFalse();
		assertThat(replication().troubles()).containsOnly(ReplicationTrouble.LINK_DOWN);
		assertThat(output).containsOnlyOnce("is a replica that has lost its master");
	}

	@Test
	void podsThatDoNotWatchKnowButDoNotLog(CapturedOutput output) {
		hear(false, master(1, 0, 0));
		hear(false, master(0, UNKNOWN, UNKNOWN));
		hear(false, master(0, UNKNOWN, UNKNOWN));
		assertThat(replication().troubles()).containsOnly(ReplicationTrouble.NO_REPLICA);
		pass(Duration.ofMinutes(1));
		hear(false, master(1, 0, 0));
		assertThat(output).doesNotContain("WARN").doesNotContain("INFO");
	}

	@Test
	void aReportOfTheReleaseBeforeSaysNothing() {
		hear(master(1, 0, 0));
		this.watch.hear(new WatchReport(List.of(server(0, null)), Map.of(), Map.of()));
		assertThat(this.watch.current().replication()).isNull();
	}

	private RedisReplication replication() {
		RedisReplication replication = this.watch.current().replication();
		assertThat(replication).isNotNull();
		return replication;
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private void hear(@Nullable ReplicationFigures... figures) {
		hear(true, figures);
	}

	private void hear(boolean own, @Nullable ReplicationFigures... figures) {
		int[] number = new int[1];
		WatchReport report = new WatchReport(Stream.of(figures).map((one) -> server(number[0]++, one)).toList(),
				Map.of(), Map.of());
		RedisWatchStatus before = this.watch.current();
		this.watch.hear(report);
		this.log.heard(before, this.watch.current(), report, own);
	}

	private static ServerFigures server(int number, @Nullable ReplicationFigures figures) {
		return new ServerFigures("server" + number, Answer.GIVEN, "run", 0, 0, 10, 100, "noeviction", figures);
	}

	private static ReplicationFigures master(long replicas, long pending, long lag) {
		return new ReplicationFigures(Role.MASTER, replicas, pending, lag, BACKLOG, UNKNOWN);
	}

	private static ReplicationFigures replica(long linked) {
		return new ReplicationFigures(Role.REPLICA, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, linked);
	}

}
