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

import java.util.function.ToDoubleFunction;

import io.github.warmcache.answers.AnswerStatus;
import io.github.warmcache.answers.AnswerWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the share of absent and empty answers of one cache.
 */
final class AnswerMeters implements MeterBinder {

	private final AnswerWatch watch;

	private final String cacheName;

	private final Tags tags;

	AnswerMeters(AnswerWatch watch, String cacheName, Iterable<Tag> tags) {
		this.watch = watch;
		this.cacheName = cacheName;
		this.tags = Tags.concat(tags, "cache", cacheName);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "warmcache.absent.share", "Share of absent and empty answers among the latest",
				AnswerStatus::share);
		gauge(registry, "warmcache.absent.limit", "Share of absent and empty answers above which the cache is reported",
				AnswerStatus::limit);
		gauge(registry, "warmcache.absent.exceeded", "1 while the share is above the limit, 0 otherwise",
				(status) -> status.isExceeded() ? 1 : 0);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<AnswerStatus> value) {
		Gauge.builder(name, this.watch, (source) -> value.applyAsDouble(source.status(this.cacheName)))
			.tags(this.tags)
			.description(description)
			.register(registry);
	}

}
