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

package io.github.warmcache.sample.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RungFigures}, {@link LadderTable}, {@link LadderGoals} and
 * {@link Cores}.
 */
class LadderTests {

	private static final Instant NOW = Instant.EPOCH;

	@Test
	void ofSeveralRoundsTheMedianCounts() {
		RungFigures figures = RungFigures.of(visits(Rung.ONE, 0, 0, 9000, 12_000, 11_000)).get(Rung.ONE);
		assertThat(figures.perSecond()).isEqualTo(11_000);
		assertThat(figures.least()).isEqualTo(9000);
		assertThat(figures.most()).isEqualTo(12_000);
		assertThat(figures.requests()).isEqualTo(32_000);
		assertThat(figures.cores()).isEqualTo(new Cores(1.2, 0.3, 0.1));
		assertThat(RungFigures.of(visits(Rung.ONE, 0, 0, 10, 30)).get(Rung.ONE).perSecond()).isEqualTo(20);
	}

	@Test
	void theTableHasARatioToBothBases() {
		String table = LadderTable.of(RungFigures.of(ladder(500, 5000, 12_500)));
		assertThat(table.lines()).hasSize(5).noneMatch((line) -> line.endsWith(" "));
		assertThat(table.lines().skip(2).toList()).satisfiesExactly(
				(line) -> assertThat(line).startsWith("no cache").contains("500 - 500 |      1.00      0.10 |"),
				(line) -> assertThat(line).startsWith("RedisCacheManager").contains("|     10.00      1.00 |"),
				(line) -> assertThat(line).startsWith("Warmcache, 1 pod")
					.contains("|     25.00      2.50 |")
					.endsWith("|  1.20  0.30   0.10"));
	}

	@Test
	void whatWasNotMeasuredHasNoRatioAndIsNoGoal() {
		Map<Rung, RungFigures> figures = RungFigures.of(visits(Rung.ONE, 0, 0, 12_000));
		assertThat(LadderTable.of(figures)).contains("|         -         - |");
		assertThat(LadderGoals.of(figures)).hasSize(2).allMatch(Check::passed);
	}

	@ParameterizedTest
	@CsvSource({ "500, 5000, 10500, true, true", "500, 5000, 10499, false, true", "400, 5001, 10000, true, false" })
	void onePodIsHeldAgainstBothGoals(double none, double redis, double one, boolean first, boolean second) {
		List<Check> checks = LadderGoals.of(RungFigures.of(ladder(none, redis, one)));
		assertThat(checks).hasSize(8);
		assertThat(checks.stream().limit(2).map(Check::passed)).containsExactly(first, second);
		assertThat(checks.stream().skip(2)).allMatch(Check::passed);
		assertThat(LadderGoals.lines(checks)).startsWith(first ? "PASS    Warmcache" : "MISSED  Warmcache")
			.contains("at least 21 x no cache");
	}

	@Test
	void aRungThatDoesNotDoWhatItIsNamedForDoesNotPass() {
		List<Visit> visits = Stream
			.of(visits(Rung.NONE, 0.5, 0, 10), visits(Rung.REDIS, 0.1, 1, 10), visits(Rung.REDIS, 0, 0, 10),
					visits(Rung.ONE, 0, 1, 10), visits(Rung.THREE, 1, 0, 10))
			.flatMap(List::stream)
			.toList();
		for (Visit visit : visits) {
			assertThat(LadderGoals.of(RungFigures.of(List.of(visit)))).extracting(Check::passed)
				.containsExactly(true, false);
		}
	}

	@Test
	void oneRequestThatFailedIsTooMany() {
		Visit refused = new Visit(Rung.ONE, new WrkReport(10, 1, 1, 1, 1), 0, 0, 0, new Cores(0, 0, 0), window());
		Visit wrong = new Visit(Rung.ONE, new WrkReport(10, 1, 1, 1, 0), 1, 0, 0, new Cores(0, 0, 0), window());
		for (Visit visit : List.of(refused, wrong)) {
			assertThat(LadderGoals.of(RungFigures.of(List.of(visit)))).first().matches((check) -> !check.passed());
		}
	}

	@Test
	void whatIsBusyIsToldFromTheCountersOfTheSystem() {
		Duration busy = Cores.busy("cpu  100 20 3 99999 88888 0 7 5000 6000 7000");
		assertThat(busy).isEqualTo(Duration.ofMillis(1300));
		Cores cores = Cores.of(Duration.ofSeconds(8), Duration.ofSeconds(10), Duration.ofSeconds(2),
				Duration.ofSeconds(16));
		assertThat(cores).isEqualTo(new Cores(1.25, 0.25, 0.5));
		Cores unknown = Cores.of(Duration.ofSeconds(8), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ZERO);
		assertThat(unknown.others()).isNaN();
	}

	private static List<Visit> ladder(double none, double redis, double one) {
		return Stream.of(visits(Rung.ONE, 0, 0, one), visits(Rung.NONE, 1, 0, none), visits(Rung.REDIS, 0, 1, redis))
			.flatMap(List::stream)
			.toList();
	}

	private static List<Visit> visits(Rung rung, double queries, double commands, double... perSecond) {
		return DoubleStream.of(perSecond)
			.mapToObj((each) -> new Visit(rung, new WrkReport((long) each, each, 5, 20, 0), 0, queries, commands,
					new Cores(1.2, 0.3, 0.1), window()))
			.toList();
	}

	private static Visit.Window window() {
		return new Visit.Window(NOW, NOW.plusSeconds(8));
	}

}
