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

package io.github.warmcache.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoherenceMeters}.
 */
class CoherenceMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void everyFigureHasAMeter() {
		new CoherenceMeters(new Coherence(new TieredCacheManager(List::of, (name) -> {
			throw new IllegalStateException();
		}), Duration.ofSeconds(1), InstantSource.system())).bindTo(this.registry);
		for (String kind : List.of("received", "own", "malformed")) {
			assertThat(this.registry.get("warmcache.coherence.messages").tag("kind", kind).functionCounter().count())
				.isZero();
		}
		for (String name : List.of("gaps", "resyncs", "resets", "beats.missed", "reconnects")) {
			assertThat(this.registry.get("warmcache.coherence." + name).functionCounter().count()).isZero();
		}
		assertThat(this.registry.get("warmcache.coherence.state").tag("state", "off").gauge().value()).isOne();
		assertThat(this.registry.get("warmcache.coherence.state").tag("state", "coherent").gauge().value()).isZero();
		assertThat(this.registry.get("warmcache.coherence.lag").timer().count()).isZero();
	}

}
