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

package io.github.warmcache.interceptor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator.OfDouble;
import java.util.stream.DoubleStream;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.ReadTrace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link SampledReads}.
 */
class SampledReadsTests {

	private final Recorder recorder = new Recorder();

	private final SampledReads always = new SampledReads(this.recorder, 1, () -> 0.999);

	@Test
	void theShareDecidesByChance() {
		OfDouble random = DoubleStream.of(0.09, 0.1, 0.5, 0.0999).iterator();
		SampledReads sampled = new SampledReads(this.recorder, 0.1, random::nextDouble);
		assertThat(List.of(sampled.takesNext(), sampled.takesNext(), sampled.takesNext(), sampled.takesNext()))
			.containsExactly(true, false, false, true);
		assertThat(new SampledReads(this.recorder, 0, () -> 0).takesNext()).isFalse();
		assertThat(this.always.takesNext()).isTrue();
	}

	@Test
	void aCallIsObservedWithItsOutcome() throws Throwable {
		assertThat(this.always.observe("cities", () -> "Bern")).isEqualTo("Bern");
		assertThat(this.always.observe("cities", () -> null)).isNull();
		assertThat(this.always.observe("cities", Optional::empty)).isEqualTo(Optional.empty());
		assertThatIOException().isThrownBy(() -> this.always.observe("cities", () -> {
			throw new IOException("disk");
		}));
		assertThat(this.recorder.events).containsExactly("READ cities", "open", "close", "answered", "value null",
				"READ cities", "open", "close", "answered", "absent null", "READ cities", "open", "close", "answered",
				"absent null", "READ cities", "open", "close", "answered", "failed java.io.IOException: disk");
		assertThat(ReadTrace.current()).isNull();
	}

	@Test
	void aCallIsNotTracedIfNobodyObservesIt() throws Throwable {
		SampledReads nobody = new SampledReads(OperationObserver.NONE, 1, () -> 0);
		assertThat(nobody.observe("cities", () -> Optional.ofNullable(ReadTrace.current())))
			.isEqualTo(Optional.empty());
	}

	private static final class Recorder implements OperationObserver {

		private final List<String> events = new ArrayList<>();

		@Override
		public ObservedOperation begin(OperationKind kind, String cacheName) {
			this.events.add(kind + " " + cacheName);
			return new ObservedOperation() {

				@Override
				public Scope open() {
					Recorder.this.events.add("open");
					return () -> Recorder.this.events.add("close");
				}

				@Override
				public void answered(ReadTrace trace) {
					assertThat(ReadTrace.current()).isSameAs(trace);
					Recorder.this.events.add("answered");
				}

				@Override
				public void end(String outcome, @Nullable Throwable failure) {
					Recorder.this.events.add(outcome + " " + failure);
				}

			};
		}

	}

}
