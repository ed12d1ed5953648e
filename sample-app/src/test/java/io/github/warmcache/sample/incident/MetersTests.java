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

package io.github.warmcache.sample.incident;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Meters}.
 */
class MetersTests {

	private final Meters meters = Meters.parse("""
			# HELP warmcache_reads_total what reads found
			# TYPE warmcache_reads_total counter
			warmcache_reads_total{cache="histories",outcome="empty"} 12.0
			warmcache_reads_total{cache="histories",outcome="value"} 1.2E3
			warmcache_reads_total{cache="a \\"b\\", c",outcome="value"} 5.0
			warmcache_reads_total_other{cache="histories"} 7.0
			warmcache_changes_pending 0.0
			warmcache_absent_limit{cache="histories"} NaN
			""");

	@Test
	void theSeriesThatHaveTheTagsAreAddedUp() {
		assertThat(this.meters.sum("warmcache.reads", "cache", "histories")).hasValue(1212);
		assertThat(this.meters.sum("warmcache.reads", "cache", "histories", "outcome", "empty")).hasValue(12);
		assertThat(this.meters.sum("warmcache.reads")).hasValue(1217);
		assertThat(this.meters.sum("warmcache.absent.limit", "cache", "histories")).hasValue(Double.NaN);
	}

	@Test
	void aMeterThatIsZeroIsNotOneThatIsMissing() {
		assertThat(this.meters.sum("warmcache.changes.pending")).hasValue(0);
		assertThat(this.meters.sum("warmcache.changes")).isEmpty();
		assertThat(this.meters.sum("warmcache.reads", "cache", "others")).isEmpty();
		assertThat(this.meters.sum("warmcache.changes.pending", "cache", "histories")).isEmpty();
	}

}
