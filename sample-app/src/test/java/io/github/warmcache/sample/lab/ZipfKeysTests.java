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

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ZipfKeys}.
 */
class ZipfKeysTests {

	private static final int REQUESTS = 200_000;

	private final ZipfKeys keys = new ZipfKeys(LongStream.range(0, 1000).toArray(), 7);

	@Test
	void aKeyIsAskedForAsOftenAsItsRankSays() {
		Map<Long, Integer> counts = new HashMap<>();
		for (int request = 0; request < REQUESTS; request++) {
			counts.merge(this.keys.of(request), 1, Integer::sum);
		}
		double harmonic = 7.4855;
		assertThat(counts.get(this.keys.ofRank(1)) / (double) REQUESTS).isCloseTo(1 / harmonic, within(0.005));
		assertThat(counts.get(this.keys.ofRank(10)) / (double) REQUESTS).isCloseTo(0.1 / harmonic, within(0.001));
		assertThat(counts.keySet()).hasSizeGreaterThan(950).allMatch((key) -> key >= 0 && key < 1000);
	}

	@Test
	void aRequestHasTheSameKeyInEveryRun() {
		ZipfKeys again = new ZipfKeys(LongStream.range(0, 1000).toArray(), 7);
		ZipfKeys other = new ZipfKeys(LongStream.range(0, 1000).toArray(), 8);
		assertThat(LongStream.range(0, 100).map((request) -> this.keys.of((int) request)))
			.containsExactlyElementsOf(
					LongStream.range(0, 100).map((request) -> again.of((int) request)).boxed().toList())
			.isNotEqualTo(LongStream.range(0, 100).map((request) -> other.of((int) request)).boxed().toList());
	}

	@Test
	void everyKeyHasARank() {
		assertThat(LongStream.rangeClosed(1, 1000).map((rank) -> this.keys.ofRank((int) rank)).distinct().count())
			.isEqualTo(1000);
	}

}
