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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ResultTable} and {@link Figures}.
 */
class ResultTableTests {

	private final Figures figures = new Figures();

	@Test
	void showsMediansBesideOursAndBesideTheLimit() {
		add("hit", "Warmcache", "ns", 50, 400, 60);
		add("hit", "Spring", "ns", 120, 110, 130, 140);
		add("hit", "limit: Caffeine", "ns", 30);
		assertThat(new ResultTable(this.figures).text().lines().map((line) -> line.strip().replaceAll(" +", " ")))
			.containsExactly("median least most / ours / limit", "hit", "Warmcache 60.00 ns 50.00 400 1.00 2.00",
					"Spring 125 ns 110 140 2.08 4.17", "limit: Caffeine 30.00 ns 30.00 30.00 0.50 1.00");
	}

	@Test
	void showsNoRatioOfDifferentUnitsOrToNothing() {
		add("storm", "Warmcache", "loads", 0);
		add("storm", "Spring", "loads", 500);
		add("storm", "JetCache", "ms", 60);
		assertThat(new ResultTable(this.figures).text().lines().map((line) -> line.strip().replaceAll(" +", " ")))
			.contains("Spring 500 loads 500 500", "JetCache 60.00 ms 60.00 60.00");
	}

	@Test
	void keepsOneUnitForASubject() {
		add("hit", "Warmcache", "ns", 1);
		assertThatIllegalArgumentException().isThrownBy(() -> add("hit", "Warmcache", "ms", 1))
			.withMessage("'Warmcache' of 'hit' is measured in ns, and was given in ms");
	}

	private void add(String row, String subject, String unit, double... values) {
		for (double value : values) {
			this.figures.add(row, subject, value, unit);
		}
	}

}
