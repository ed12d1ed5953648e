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

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceEvent;
import io.github.warmcache.coherence.CoherenceState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The {@code warmcache.coherence.*} meters: messages that this pod receives and misses,
 * its state, and the latency of messages.
 *
 * @since 0.1.0
 */
public final class CoherenceMeters implements MeterBinder {

	private final Coherence coherence;

	/**
	 * Create the meters of the coherence between pods.
	 * @param coherence the coherence to read
	 */
	public CoherenceMeters(Coherence coherence) {
		this.coherence = coherence;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		messages(registry, "received", CoherenceEvent.RECEIVED);
		messages(registry, "own", CoherenceEvent.OWN);
		messages(registry, "malformed", CoherenceEvent.MALFORMED);
		messages(registry, "shed", CoherenceEvent.SHED);
		counter(registry, "warmcache.coherence.false-alarms", "Stripes dropped because of a message of nobody",
				CoherenceEvent.FALSE_ALARM);
		counter(registry, "warmcache.coherence.gaps", "Stripes dropped because changes of them had been missed",
				CoherenceEvent.GAP);
		counter(registry, "warmcache.coherence.resyncs",
				"Comparisons of stripes with missed or doubtful changes with the state in Redis",
				CoherenceEvent.RESYNC);
		counter(registry, "warmcache.coherence.resets",
				"Stripes of the shared tier made unreadable because the server had lost changes", CoherenceEvent.RESET);
		counter(registry, "warmcache.coherence.beats.missed", "Checks not heard on the channel",
				CoherenceEvent.BEAT_MISSED);
		counter(registry, "warmcache.coherence.reconnects", "Subscriptions to the channel after the first",
				CoherenceEvent.RECONNECT);
		for (CoherenceState state : CoherenceState.values()) {
			Gauge
				.builder("warmcache.coherence.state", this.coherence,
						(coherence) -> (coherence.state() == state) ? 1 : 0)
				.description("1 for the current coherence state of the pod, 0 for the others")
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		Timer lag = Timer.builder("warmcache.coherence.lag")
			.description("Round-trip time of messages, from this pod to the server and back")
			.register(registry);
		this.coherence.statistics().onLag((nanos) -> lag.record(nanos, TimeUnit.NANOSECONDS));
	}

	private void messages(MeterRegistry registry, String kind, CoherenceEvent event) {
		counter(registry, "warmcache.coherence.messages", "Messages about changes, by whose they were", event, "kind",
				kind);
	}

	private void counter(MeterRegistry registry, String name, String description, CoherenceEvent event,
			String... tags) {
		FunctionCounter.builder(name, this.coherence.statistics(), (statistics) -> statistics.count(event))
			.tags(tags)
			.description(description)
			.register(registry);
	}

}
