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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Coherence} as a {@link SharedHistory}, on a real Redis.
 */
@Tag("servers")
class SharedHistoryTests {

	private final String namespace = UUID.randomUUID().toString();

	private final Map<Integer, String> database = new ConcurrentHashMap<>(Map.of(1, "one", 2, "two"));

	@Test
	void stripesThatWereNeverChangedGetAPositionAndNoPodDropsAnything() {
		try (TestPod pod = start(); TestPod other = start()) {
			assertThat(other.read(1)).isEqualTo("one");
			assertThat(pod.coherence.positions()).hasSize(SharedTier.STRIPES).doesNotContainNull();
			await().untilAsserted(() -> assertThat(other.coherence.positions()).isEqualTo(pod.coherence.positions()));
			assertThat(other.holds(1)).isTrue();
			assertThat(other.count(CoherenceEvent.GAP)).isZero();
		}
	}

	@Test
	void aLaterRunTrustsWhatWasNotChangedInBetween() {
		List<@Nullable String> positions;
		try (TestPod pod = start()) {
			positions = pod.coherence.positions();
		}
		try (TestPod next = start()) {
			assertThat(next.coherence.adopt("cities", positions)).hasSize(SharedTier.STRIPES).doesNotContain(false);
			next.write(1, "uno");
			int stripe = next.cities().sharedTier().stripe(1);
			await().untilAsserted(() -> assertThat(next.coherence.adopt("cities", positions).get(stripe)).isFalse());
			assertThat(Collections.frequency(next.coherence.adopt("cities", positions), false)).isOne();
		}
	}

	@Test
	void aLaterRunTrustsWhatOfOtherCachesOneWasClearedInBetween() {
		List<@Nullable String> positions;
		try (TestPod other = start()) {
			try (TestPod pod = start()) {
				positions = pod.coherence.positions();
			}
			other.caches.getCache("rivers").clear();
			other.write(1, "uno");
			other.caches.getCache("rivers").clear();
			int stripe = other.cities().sharedTier().stripe(1);
			try (TestPod next = start()) {
				assertThat(next.coherence.adopt("rivers", positions)).doesNotContain(true);
				assertThat(next.coherence.adopt("cities", positions).get(stripe)).isFalse();
				assertThat(Collections.frequency(next.coherence.adopt("cities", positions), false)).isOne();
				other.caches.getCache("rivers").clear();
				await()
					.untilAsserted(() -> assertThat(next.coherence.positions()).isEqualTo(other.coherence.positions()));
				assertThat(next.coherence.adopt("rivers", positions)).doesNotContain(true);
				assertThat(Collections.frequency(next.coherence.adopt("cities", positions), false)).isOne();
			}
		}
	}

	@Test
	void nothingIsTrustedWithoutPositions() {
		try (TestPod pod = start()) {
			assertThat(pod.coherence.adopt("cities", List.of())).hasSize(SharedTier.STRIPES).doesNotContain(true);
			assertThat(pod.coherence.adopt("cities", Collections.nCopies(SharedTier.STRIPES, "nonsense")))
				.doesNotContain(true);
		}
	}

	private TestPod start() {
		return new TestPod(TestPod.application(Servers.redis()), this.namespace, this.database, Duration.ofSeconds(1))
			.start();
	}

}
