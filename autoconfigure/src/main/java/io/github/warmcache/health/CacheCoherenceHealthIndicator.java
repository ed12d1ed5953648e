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

package io.github.warmcache.health;

import java.time.Duration;
import java.util.Collection;

import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceEvent;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.coherence.CoherenceStatistics;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of the coherence between pods. It is up while this pod hears the changes of
 * other pods at once, and unknown otherwise, so it never makes an application unhealthy.
 * It reads only the state of {@link Coherence} and does no I/O.
 *
 * @since 0.1.0
 */
public final class CacheCoherenceHealthIndicator implements HealthIndicator {

	private final Coherence coherence;

	/**
	 * Create an indicator.
	 * @param coherence the coherence between pods
	 */
	public CacheCoherenceHealthIndicator(Coherence coherence) {
		this.coherence = coherence;
	}

	@Override
	public Health health() {
		CoherenceState state = this.coherence.state();
		CoherenceStatistics statistics = this.coherence.statistics();
		Health.Builder health = (state == CoherenceState.COHERENT) ? Health.up() : Health.unknown();
		health.withDetail("state", state)
			.withDetail("since", this.coherence.since().toString())
			.withDetail("pendingChanges", this.coherence.pendingChanges())
			.withDetail("received", statistics.count(CoherenceEvent.RECEIVED))
			.withDetail("gaps", statistics.count(CoherenceEvent.GAP))
			.withDetail("resyncs", statistics.count(CoherenceEvent.RESYNC))
			.withDetail("resets", statistics.count(CoherenceEvent.RESET));
		Collection<String> local = this.coherence.cachesWithLocalValues();
		if (!local.isEmpty()) {
			health.withDetail("valuesLocal", local);
		}
		Duration lag = statistics.lag(0.99);
		if (lag != null) {
			health.withDetail("lag", lag.toString());
		}
		return health.build();
	}

}
