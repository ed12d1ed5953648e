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

package io.github.warmcache.event;

import java.time.Instant;

import io.github.warmcache.coherence.CoherenceState;
import org.jspecify.annotations.Nullable;

/**
 * Event that tells that this pod and others no longer hear of each other's changes at
 * once, or do so again. What Redis holds is lost to this pod for that time, too, if Redis
 * does not answer.
 *
 * @param before the state before; {@link CoherenceState#JOINING} if this pod was never
 * coherent
 * @param after the state now: {@link CoherenceState#COHERENT} or
 * {@link CoherenceState#DEGRADED}
 * @param since since when the state lasts
 * @param reason why the state is so
 * @since 0.1.0
 */
public record CoherenceChanged(CoherenceState before, CoherenceState after, Instant since,
		String reason) implements CacheStateEvent {

	/**
	 * Return that the event is about all caches of the pod.
	 * @return {@code null}
	 */
	@Override
	public @Nullable String cacheName() {
		return null;
	}

	/**
	 * Return whether this pod is coherent.
	 * @return whether the state is {@link CoherenceState#COHERENT}
	 */
	@Override
	public boolean well() {
		return this.after == CoherenceState.COHERENT;
	}

}
