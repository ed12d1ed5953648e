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

import java.util.function.Predicate;

import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.cache.tiered.TieredCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/**
 * Provider of the meters of a {@link TieredCache} for Boot: the meters that every cache
 * has, and the meters of its tiers. They are removed with the cache.
 *
 * @since 0.1.0
 */
public final class TieredCacheMeterBinderProvider implements CacheMeterBinderProvider<TieredCache> {

	private final @Nullable AnswerWatch answers;

	private final @Nullable DriftAudit audit;

	private final Predicate<String> observed;

	/**
	 * Create a provider.
	 * @param answers the watch over the answers of the caches, or {@code null} if there
	 * is none
	 * @param audit the comparison of the caches with their sources, or {@code null} if
	 * there is none
	 * @param observed returns whether observations count and time the loads of the cache
	 * of a name
	 */
	public TieredCacheMeterBinderProvider(@Nullable AnswerWatch answers, @Nullable DriftAudit audit,
			Predicate<String> observed) {
		this.answers = answers;
		this.audit = audit;
		this.observed = observed;
	}

	@Override
	public MeterBinder getMeterBinder(TieredCache cache, Iterable<Tag> tags) {
		return (registry) -> {
			bind(cache, tags, registry);
			cache.localCopies().whenReleased(() -> unbind(cache, tags, registry));
		};
	}

	private void bind(TieredCache cache, Iterable<Tag> tags, MeterRegistry registry) {
		new LocalTierMeters(cache, tags).bindTo(registry);
		new TierMeters(cache, tags, !this.observed.test(cache.getName())).bindTo(registry);
		if (this.answers != null) {
			new AnswerMeters(this.answers, cache.getName(), tags).bindTo(registry);
		}
		if (this.audit != null && cache.source() != null) {
			new AuditMeters(this.audit, cache.getName(), tags).bindTo(registry);
		}
	}

	/**
	 * Remove the meters. They are bound to a temporary registry to learn their ids.
	 */
	private void unbind(TieredCache cache, Iterable<Tag> tags, MeterRegistry registry) {
		MeterRegistry names = new SimpleMeterRegistry();
		bind(cache, tags, names);
		names.getMeters().forEach((meter) -> registry.removeByPreFilterId(meter.getId()));
		names.close();
		CacheObservationConvention.names()
			.forEach((name) -> registry.find(name).tag("cache", cache.getName()).meters().forEach(registry::remove));
	}

}
