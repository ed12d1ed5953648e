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

import java.util.function.IntSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The {@code warmcache.changes.pending} meter: the number of changes that this pod has
 * not yet delivered to the shared tier.
 *
 * @since 0.1.0
 */
public final class PendingChangesMeters implements MeterBinder {

	private final IntSupplier pending;

	/**
	 * Create the meter.
	 * @param pending returns the number of pending changes
	 */
	public PendingChangesMeters(IntSupplier pending) {
		this.pending = pending;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("warmcache.changes.pending", this.pending, IntSupplier::getAsInt)
			.strongReference(true)
			.description("Puts and invalidations waiting to be sent to the shared tier")
			.register(registry);
	}

}
