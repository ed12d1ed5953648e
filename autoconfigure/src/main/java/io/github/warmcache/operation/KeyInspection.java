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

package io.github.warmcache.operation;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.tier.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * What each tier has for one key, at about the same time.
 *
 * @param local what the heap of this pod holds
 * @param shared what Redis holds
 * @param source what the sources return to a read, which takes the first value that one
 * of them has
 * @param sources what each source returns, in the order in which reads ask them; empty if
 * the cache has none
 * @param localEqualsShared whether both hold the same, or {@code null} if that cannot be
 * told because one of them holds nothing
 * @param localEqualsSource the same for the heap and the source
 * @param sharedEqualsSource the same for Redis and the source
 * @since 0.1.0
 */
public record KeyInspection(Finding local, Finding shared, Finding source, List<SourceFinding> sources,
		@Nullable Boolean localEqualsShared, @Nullable Boolean localEqualsSource,
		@Nullable Boolean sharedEqualsSource) {

	/**
	 * What one tier has.
	 *
	 * @param state whether it has a value
	 * @param value the value, or {@code null} if it has none
	 * @param remaining how long it holds the value from now on, or {@code null} if it
	 * holds none or does not say
	 * @param provenance where the value was made and how long ago, or {@code null} if it
	 * has none
	 * @param took how long it took to answer, or {@code null} if it is the heap
	 * @param problem why it did not answer, or {@code null} if it did
	 */
	public record Finding(State state, @Nullable Object value, @Nullable Duration remaining,
			@Nullable Provenance provenance, @Nullable Duration took, @Nullable String problem) {

		static final Finding UNUSED = new Finding(State.UNUSED, null, null, null, null, null);

		static Finding of(@Nullable Object value, @Nullable Duration remaining, Provenance provenance,
				@Nullable Duration took) {
			return new Finding((value != null) ? State.VALUE : State.ABSENT, value, remaining, provenance, took, null);
		}

		static Finding nothing(@Nullable Duration took) {
			return new Finding(State.NOTHING, null, null, null, took, null);
		}

		static Finding failed(Duration took, String problem) {
			return new Finding(State.UNAVAILABLE, null, null, null, took, problem);
		}

		boolean isKnown() {
			return this.state == State.VALUE || this.state == State.ABSENT;
		}

	}

	/**
	 * What one source returns.
	 *
	 * @param kind the kind of the source as properties name it, or its class
	 * @param finding what it returns
	 * @param ofReads whether this is the source whose answer a read takes, or waits for
	 */
	public record SourceFinding(String kind, Finding finding, boolean ofReads) {
	}

	/**
	 * Whether a tier has a value.
	 */
	public enum State {

		/**
		 * It has one.
		 */
		VALUE,

		/**
		 * It says that the key does not exist.
		 */
		ABSENT,

		/**
		 * It holds nothing for the key, so that a read asks the next tier.
		 */
		NOTHING,

		/**
		 * It did not answer.
		 */
		UNAVAILABLE,

		/**
		 * The cache does not use this tier, or not for this key.
		 */
		UNUSED

	}

}
