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

package io.github.warmcache.warmup.fill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.warmup.WarmupLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateGate}.
 */
class RateGateTests {

	private final AtomicLong time = new AtomicLong(-5);

	@Test
	void withoutLimitsNothingWaits() {
		RateGate gate = gate(null, null, null);
		assertThat(pass(gate, 10_000)).isEqualTo(Duration.ZERO);
	}

	@Test
	void entriesComeAtTheRateOfThePod() {
		assertThat(pass(gate(1000, null, null), 5001)).isBetween(Duration.ofMillis(4950), Duration.ofMillis(5000));
	}

	@Test
	void lowRatesHoldToo() {
		assertThat(pass(gate(3, null, null), 7)).isCloseTo(Duration.ofSeconds(2), Duration.ofMillis(1));
	}

	@Test
	void entriesComeEvenly() {
		RateGate gate = gate(1000, null, null);
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			long wait = gate.pass();
			this.time.addAndGet(wait);
			waits.add(wait);
		}
		assertThat(waits).allMatch((wait) -> wait <= TimeUnit.MILLISECONDS.toNanos(50));
	}

	@Test
	void aSourceThatIsSlowerIsNotSlowedFurther() {
		RateGate gate = gate(1000, null, null);
		Duration waited = Duration.ZERO;
		for (int i = 0; i < 1000; i++) {
			this.time.addAndGet(TimeUnit.MILLISECONDS.toNanos(2));
			waited = waited.plusNanos(gate.pass());
		}
		assertThat(waited).isEqualTo(Duration.ZERO);
	}

	@Test
	void aPauseOfTheSourceIsNotMadeUpForByABurst() {
		RateGate gate = gate(1000, null, null);
		pass(gate, 1000);
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(60));
		assertThat(pass(gate, 1001)).isGreaterThan(Duration.ofMillis(940));
	}

	@Test
	void theFleetIsAskedInBatchesAndSaysHowLongToWait() {
		Fleet fleet = new Fleet();
		fleet.wait = Duration.ofSeconds(2);
		RateGate gate = gate(null, 500, fleet);
		assertThat(gate.pass()).isEqualTo(Duration.ofSeconds(2).toNanos());
		for (int i = 1; i < 100; i++) {
			gate.pass();
		}
		assertThat(fleet.reserved).containsExactly(50, 50);
		assertThat(fleet.rates).containsOnly(500.0);
	}

	@Test
	void whatTheFleetMayOnePodMayAtMostThoughNobodyCounts() {
		assertThat(pass(gate(null, 1000, null), 2001)).isBetween(Duration.ofMillis(1950), Duration.ofMillis(2000));
		assertThat(pass(gate(500, 1000, new Fleet()), 1001)).isBetween(Duration.ofMillis(1950),
				Duration.ofMillis(2000));
	}

	private RateGate gate(@Nullable Integer pod, @Nullable Integer fleet, @Nullable FleetLoads loads) {
		return new RateGate(new WarmupLimits(null, null, pod, fleet, 1), loads, this.time::get);
	}

	/**
	 * Let entries pass, and return how long that took.
	 */
	private Duration pass(RateGate gate, int entries) {
		long began = this.time.get();
		for (int i = 0; i < entries; i++) {
			this.time.addAndGet(gate.pass());
		}
		return Duration.ofNanos(this.time.get() - began);
	}

	private static final class Fleet implements FleetLoads {

		private final List<Integer> reserved = new ArrayList<>();

		private final List<Double> rates = new ArrayList<>();

		private Duration wait = Duration.ZERO;

		@Override
		public @Nullable FinishedLoad lastFinished() {
			return null;
		}

		@Override
		public Duration reserve(int entries, double perSecond) {
			this.reserved.add(entries);
			this.rates.add(perSecond);
			return this.wait;
		}

	}

}
