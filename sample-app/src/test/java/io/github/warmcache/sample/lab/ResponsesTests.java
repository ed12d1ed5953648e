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

import java.util.List;

import io.github.warmcache.sample.lab.Responses.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Responses}, {@link Schedule} and {@link Latencies}.
 */
class ResponsesTests {

	private static final long START = -5_000_000_000L;

	private static final long MILLI = 1_000_000;

	private final Schedule schedule = new Schedule(START, 300);

	private final Responses responses = new Responses(this.schedule, 1000);

	@Test
	void requestsAreDueAtAConstantRate() {
		assertThat(this.schedule.due(0)).isEqualTo(START);
		assertThat(this.schedule.due(300)).isEqualTo(START + 1000 * MILLI);
		assertThat(this.schedule.due(301) - this.schedule.due(300)).isEqualTo(3_333_333);
		assertThat(this.schedule.due(2_000_000_000)).isGreaterThan(START);
	}

	@Test
	void theFirstRequestFromAPointInTimeIsTheNextThatIsDue() {
		for (int request : new int[] { 0, 1, 299, 300, 301, 12_345 }) {
			assertThat(this.schedule.firstFrom(this.schedule.due(request))).isEqualTo(request);
			assertThat(this.schedule.firstFrom(this.schedule.due(request) + 1)).isEqualTo(request + 1);
		}
		assertThat(this.schedule.firstFrom(START - 1)).isZero();
	}

	@Test
	void aResponseIsMeasuredFromWhenItsRequestWasDue() {
		this.responses.add(0, Outcome.LOCAL, 1, this.schedule.due(0) + 250 * MILLI);
		assertThat(this.responses.latencies(-1, START, START + MILLI).p50()).isEqualTo(250);
	}

	@Test
	void podsAndTimesAreToldApart() {
		this.responses.add(10, Outcome.LOCAL, 1, this.schedule.due(10) + MILLI);
		this.responses.add(20, Outcome.COLD, 2, this.schedule.due(20) + 2 * MILLI);
		this.responses.add(30, Outcome.ERROR, 2, this.schedule.due(30) + 3 * MILLI);
		long end = this.schedule.due(31);
		assertThat(this.responses.count(START, end)).isEqualTo(3);
		assertThat(this.responses.count(START, this.schedule.due(30))).isEqualTo(2);
		assertThat(this.responses.count(Outcome.COLD, 2, START, end)).isOne();
		assertThat(this.responses.count(Outcome.COLD, 1, START, end)).isZero();
		assertThat(this.responses.count(Outcome.ERROR, -1, START, end)).isOne();
		assertThat(this.responses.latencies(2, START, end).count()).as("errors have no place in it").isOne();
		assertThat(this.responses.firstOf(2, START)).isEqualTo(this.schedule.due(20));
		assertThat(this.responses.firstOf(2, this.schedule.due(21))).isEqualTo(this.schedule.due(30));
		assertThat(this.responses.firstOf(3, START)).isEqualTo(-1);
	}

	@Test
	void aQuantileIsATimeThatWasMeasured() {
		int[] micros = new int[1000];
		for (int i = 0; i < micros.length; i++) {
			micros[i] = 1000 * (1000 - i);
		}
		Latencies latencies = new Latencies(micros);
		assertThat(latencies.p50()).isEqualTo(500);
		assertThat(latencies.p99()).isEqualTo(990);
		assertThat(latencies.p999()).isEqualTo(999);
		assertThat(latencies.quantile(1)).isEqualTo(1000);
		assertThat(new Latencies(new int[] { 7000 }).p999()).isEqualTo(7);
		assertThat(new Latencies(new int[0]).p99()).isNaN();
		assertThat(Latencies.of(List.of(latencies, new Latencies(new int[] { 1 }))).count()).isEqualTo(1001);
	}

}
