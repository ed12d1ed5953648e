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

package io.github.warmcache.simulation;

import java.util.List;
import java.util.Objects;

import io.github.warmcache.cache.Insides;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Looks at everything when nothing happens any more.
 */
final class Quiet {

	private static final Object NOTHING = new Object();

	private final Fleet fleet;

	Quiet(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Let all pods make two checks.
	 */
	void comeTo() {
		for (int round = 0; round < 2; round++) {
			for (SimulatedPod pod : List.copyOf(this.fleet.pods())) {
				pod.round(() -> {
				});
			}
			this.fleet.timeline().pause(Pace.SECOND);
		}
	}

	void check() {
		this.fleet.story().tell(null, () -> "all is quiet");
		for (SimulatedPod pod : this.fleet.pods()) {
			if (pod.hasUntold()) {
				throw new Violation(Promise.NOTHING_PENDING, pod + " has changes that Redis was not told of");
			}
			pod.starting().requireReady();
			String left = Insides.leftOver(pod.cache());
			if (!left.isEmpty()) {
				throw new Violation(Promise.NO_LEAK, pod + " has left over: " + left);
			}
			if (!pod.coherence().isCoherent()) {
				throw new Violation(Promise.NOTHING_PENDING, pod + " does not know whether it hears of all changes");
			}
		}
		for (String key : this.fleet.redis().keys()) {
			String held = this.fleet.redis().describe(key);
			if (held != null && !held.endsWith(" ms") && !key.endsWith(":meta")) {
				throw new Violation(Promise.NO_LEAK, "Redis keeps for ever " + key + ": " + held);
			}
		}
		for (int key = 0; key < this.fleet.settings().keys(); key++) {
			for (SimulatedPod pod : this.fleet.pods()) {
				Object held = Insides.held(pod.cache(), this.fleet.key(key), NOTHING);
				agree(key, held, pod + " holds ");
			}
			SharedTier tier = Objects.requireNonNull(this.fleet.pods().get(0).cache().sharedTier());
			SharedRead read = tier.read(this.fleet.key(key));
			agree(key, (read instanceof SharedRead.Hit hit) ? hit.value() : NOTHING, "Redis has ");
		}
		for (int key = 0; key < this.fleet.settings().keys(); key++) {
			for (SimulatedPod pod : this.fleet.pods()) {
				ValueWrapper found = pod.cache().get(this.fleet.key(key));
				agree(key, (found != null) ? found.get() : NOTHING, pod + " answers ");
			}
		}
	}

	private void agree(int key, @Nullable Object value, String what) {
		if (value == NOTHING) {
			return;
		}
		Row row = this.fleet.database().row(key);
		int index = row.find(value);
		if (index < this.fleet.oracle().floor(key)) {
			throw new Violation(Promise.AGREEMENT,
					what + Row.text(value) + ", and the database has " + Row.text(row.value()));
		}
	}

}
