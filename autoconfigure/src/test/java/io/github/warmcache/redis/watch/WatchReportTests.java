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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.github.warmcache.redis.watch.ReplicationFigures.Role;
import io.github.warmcache.redis.watch.ServerFigures.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WatchReport} and {@link ServerFigures}.
 */
class WatchReportTests {

	@Test
	void aReportIsReadAsItWasWritten() {
		WatchReport report = new WatchReport(
				List.of(new ServerFigures("10.0.0.1:6379", Answer.GIVEN, "run", 1, 2, 3, 4, "allkeys-lru", null),
						ServerFigures.none("10.0.0.2:6379", Answer.REFUSED)),
				Map.of("0", new Tally("pod.17", 3)), Map.of());
		assertThat(WatchReport.read(report.write())).isEqualTo(report);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "w2", "garbage", "w1\n", "w1\ns", "w1\ns a GIVEN r 1 2 3 4",
			"w1\ns a OTHER r 1 2 3 4 p", "w1\nc 1 h x", "w1\nc 1 h", "w1\nx", "w1\nc k:%4 h 1" })
	void whatIsNoReportIsNotRead(String text) {
		assertThat(WatchReport.read(text)).isNull();
	}

	@Test
	void aReportKeepsReplicationAndCaches() {
		WatchReport report = new WatchReport(
				List.of(figures(1, 2, "noeviction")
					.with(new ReplicationFigures(Role.MASTER, 2, 70, 1, 1_048_576, ReplicationFigures.UNKNOWN)),
						ServerFigures.none("other", Answer.MISSING)),
				Map.of("0", new Tally("pod.17", 3)),
				Map.of("cities of the world", new Tally("pod.18", 1), "städte%", new Tally("pod.19", 0)));
		assertThat(WatchReport.read(report.write())).isEqualTo(report);
	}

	@Test
	void aReportOfTheReleaseBeforeIsRead() {
		WatchReport report = WatchReport.read("w1\ns server GIVEN run 1 2 3 4 noeviction\nc 0 pod.17 3");
		assertThat(report).isNotNull();
		assertThat(report.servers().get(0).replication()).isNull();
		assertThat(report.caches()).isEmpty();
		assertThat(report.canaries()).containsOnly(Map.entry("0", new Tally("pod.17", 3)));
		assertThat(report.invisible()).as("not reported, which says nothing of the server").isNull();
	}

	/**
	 * The release before read two forms of lines, and rejected a report with any other.
	 */
	@Test
	void theReleaseBeforeReadsAReport() {
		WatchReport report = new WatchReport(
				List.of(figures(1, 2, "noeviction")
					.with(new ReplicationFigures(Role.MASTER, 2, 70, 1, 1_048_576, ReplicationFigures.UNKNOWN))),
				Map.of("0", new Tally("pod.17", 3)), Map.of("cities of the world", new Tally("pod.18", 1)));
		List<String> lines = report.write().lines().toList();
		assertThat(lines.get(0)).isEqualTo("w1");
		assertThat(lines.subList(1, lines.size())).hasSize(4)
			.allMatch((line) -> line.matches("s( [^ ]+){8}|c [^ ]+ [^ ]+ -?\\d+"));
		Growth canariesThere = new Growth(true);
		canariesThere.since(counts(lines));
		List<String> later = new WatchReport(
				List.of(figures(1, 2, "noeviction")
					.with(new ReplicationFigures(Role.MASTER, 0, ReplicationFigures.UNKNOWN, ReplicationFigures.UNKNOWN,
							1_048_576, ReplicationFigures.UNKNOWN))),
				Map.of("0", new Tally("pod.17", 4)), Map.of("cities of the world", new Tally("pod.18", 2)))
			.write()
			.lines()
			.toList();
		assertThat(canariesThere.since(counts(later))).as("a canary of the application and one of a cache")
			.isEqualTo(2);
	}

	private static Map<String, Tally> counts(List<String> lines) {
		Map<String, Tally> counts = new HashMap<>();
		lines.stream()
			.filter((line) -> line.startsWith("c "))
			.map((line) -> line.split(" ", -1))
			.forEach((fields) -> counts.put(fields[1], new Tally(fields[2], Long.parseLong(fields[3]))));
		return counts;
	}

	@Test
	void whatALaterReleaseAddsIsLeftOut() {
		WatchReport report = WatchReport.read("w1\ns server GIVEN run 1 2 3 4 noeviction\nz later\n"
				+ "c r:server MASTER,1,0,0,5,-1,later 0\nc k:a%0Ab h 1");
		assertThat(report).isNotNull();
		assertThat(report.servers().get(0).replication())
			.isEqualTo(new ReplicationFigures(Role.MASTER, 1, 0, 0, 5, ReplicationFigures.UNKNOWN));
		assertThat(report.caches()).as("a name that would break a line of the log").isEmpty();
	}

	@Test
	void figuresAreReadFromTheAnswerOfTheServer() {
		ServerFigures figures = ServerFigures.of("server", info("run_id", "abc", "evicted_keys", "12", "expired_keys",
				"34", "used_memory", "900", "maxmemory", "1000", "maxmemory_policy", "volatile-lru"));
		assertThat(figures).isEqualTo(new ServerFigures("server", Answer.GIVEN, "abc", 12, 34, 900, 1000,
				"volatile-lru", ReplicationFigures.of(new Properties())));
		assertThat(figures.isAbove(0.9)).isFalse();
		assertThat(figures.isAbove(0.89)).isTrue();
	}

	@Test
	void whatTheServerDoesNotTellIsNamed() {
		WatchReport report = report(ServerFigures.of("server",
				info("evicted_keys", "many", "expired_keys", "1", "used_memory", "5", "maxmemory_policy", "a b\nc")));
		assertThat(report.isVisible()).isTrue();
		assertThat(report.invisible()).isEqualTo("evictions, maximum memory, replication: INFO does not tell");
		assertThat(report.sum(ServerFigures::maximum)).isNull();
		assertThat(report.policy()).isEqualTo("abc");
		assertThat(WatchReport.read(report.write())).isEqualTo(report);
	}

	@Test
	void aServerWithoutALimitIsNeverNearIt() {
		assertThat(figures(1_000_000, 0, "noeviction").isAbove(0.1)).isFalse();
	}

	@Test
	void figuresOfMastersAddUp() {
		WatchReport report = new WatchReport(
				List.of(figures(10, 100, "noeviction"), figures(95, 100, "allkeys-lru"), figures(1, 100, "noeviction")),
				Map.of(), Map.of());
		assertThat(report.sum(ServerFigures::used)).isEqualTo(106);
		assertThat(report.sum(ServerFigures::maximum)).isEqualTo(300);
		assertThat(report.policy()).isEqualTo("noeviction, allkeys-lru");
		assertThat(report.isAbove(0.9)).as("one of them").isTrue();
		assertThat(report.invisible()).isNull();
	}

	@Test
	void mastersThatDoNotAnswerAreNamed() {
		WatchReport report = new WatchReport(
				List.of(figures(10, 100, "noeviction"), ServerFigures.none("b", Answer.MISSING)), Map.of(), Map.of());
		assertThat(report.isVisible()).isFalse();
		assertThat(report.countsEvictions()).isFalse();
		assertThat(report.invisible()).isEqualTo(
				"evictions, expirations, memory, policy and replication on 1 of 2 masters: INFO is not answered");
	}

	private static WatchReport report(ServerFigures... servers) {
		return new WatchReport(List.of(servers), Map.of(), Map.of());
	}

	private static ServerFigures figures(long used, long maximum, String policy) {
		return new ServerFigures("server", Answer.GIVEN, "run", 0, 0, used, maximum, policy, null);
	}

	private static Properties info(String... words) {
		Properties info = new Properties();
		for (int i = 0; i < words.length; i += 2) {
			info.setProperty(words[i], words[i + 1]);
		}
		return info;
	}

}
