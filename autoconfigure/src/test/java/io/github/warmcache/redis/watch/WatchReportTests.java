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

import java.util.List;
import java.util.Map;
import java.util.Properties;

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
				List.of(new ServerFigures("10.0.0.1:6379", Answer.GIVEN, "run", 1, 2, 3, 4, "allkeys-lru"),
						ServerFigures.none("10.0.0.2:6379", Answer.REFUSED)),
				Map.of("0", new Tally("pod.17", 3)));
		assertThat(WatchReport.read(report.write())).isEqualTo(report);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "w2", "garbage", "w1\n", "w1\ns", "w1\ns a GIVEN r 1 2 3 4",
			"w1\ns a OTHER r 1 2 3 4 p", "w1\nc 1 h x", "w1\nc 1 h", "w1\nx" })
	void whatIsNoReportIsNotRead(String text) {
		assertThat(WatchReport.read(text)).isNull();
	}

	@Test
	void figuresAreReadFromTheAnswerOfTheServer() {
		ServerFigures figures = ServerFigures.of("server", info("run_id", "abc", "evicted_keys", "12", "expired_keys",
				"34", "used_memory", "900", "maxmemory", "1000", "maxmemory_policy", "volatile-lru"));
		assertThat(figures)
			.isEqualTo(new ServerFigures("server", Answer.GIVEN, "abc", 12, 34, 900, 1000, "volatile-lru"));
		assertThat(figures.isAbove(0.9)).isFalse();
		assertThat(figures.isAbove(0.89)).isTrue();
	}

	@Test
	void whatTheServerDoesNotTellIsNamed() {
		WatchReport report = report(ServerFigures.of("server",
				info("evicted_keys", "many", "expired_keys", "1", "used_memory", "5", "maxmemory_policy", "a b\nc")));
		assertThat(report.isVisible()).isTrue();
		assertThat(report.invisible()).isEqualTo("evictions, maximum memory: INFO does not tell");
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
				Map.of());
		assertThat(report.sum(ServerFigures::used)).isEqualTo(106);
		assertThat(report.sum(ServerFigures::maximum)).isEqualTo(300);
		assertThat(report.policy()).isEqualTo("noeviction, allkeys-lru");
		assertThat(report.isAbove(0.9)).as("one of them").isTrue();
		assertThat(report.invisible()).isNull();
	}

	@Test
	void mastersThatDoNotAnswerAreNamed() {
		WatchReport report = new WatchReport(
				List.of(figures(10, 100, "noeviction"), ServerFigures.none("b", Answer.MISSING)), Map.of());
		assertThat(report.isVisible()).isFalse();
		assertThat(report.countsEvictions()).isFalse();
		assertThat(report.invisible())
			.isEqualTo("evictions, expirations, memory and policy on 1 of 2 masters: INFO is not answered");
	}

	private static WatchReport report(ServerFigures... servers) {
		return new WatchReport(List.of(servers), Map.of());
	}

	private static ServerFigures figures(long used, long maximum, String policy) {
		return new ServerFigures("server", Answer.GIVEN, "run", 0, 0, used, maximum, policy);
	}

	private static Properties info(String... words) {
		Properties info = new Properties();
		for (int i = 0; i < words.length; i += 2) {
			info.setProperty(words[i], words[i + 1]);
		}
		return info;
	}

}
