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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * Observations that have ended, in the order of their ends.
 */
public final class RecordedObservations implements ObservationHandler<Observation.Context> {

	private static final KeyValue NO_EXCEPTION = KeyValue.of("exception", "none");

	private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		this.ended.add(context);
	}

	/**
	 * Return the names of the observations, each with its low-cardinality values in the
	 * order of their keys.
	 */
	public List<String> texts() {
		return this.ended.stream().map(RecordedObservations::text).toList();
	}

	private static String text(Observation.Context context) {
		List<String> values = new ArrayList<>();
		context.getLowCardinalityKeyValues()
			.stream()
			.filter((value) -> !value.equals(NO_EXCEPTION))
			.map(KeyValue::getValue)
			.forEach(values::add);
		return context.getName() + values;
	}

	/**
	 * Return everything that an observation says, errors included.
	 */
	public List<String> words() {
		return this.ended.stream()
			.flatMap(
					(context) -> Stream.concat(
							Stream.of(context.getName(), context.getContextualName(),
									String.valueOf(context.getError()), context.toString()),
							context.getAllKeyValues().stream().map(KeyValue::getValue)))
			.map(String::valueOf)
			.toList();
	}

	public Observation.Context last(String name) {
		return this.ended.stream()
			.filter((context) -> Objects.equals(context.getName(), name))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	public @Nullable String parentOf(String name) {
		ObservationView parent = last(name).getParentObservation();
		return (parent != null) ? parent.getContextView().getName() : null;
	}

}
