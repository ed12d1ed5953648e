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

import java.util.function.ToIntFunction;

import io.github.warmcache.audit.AuditReport;
import io.github.warmcache.audit.AuditReport.Counts;
import io.github.warmcache.audit.DriftAudit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the latest comparison of one cache with its source.
 */
final class AuditMeters implements MeterBinder {

	private final DriftAudit audit;

	private final String cacheName;

	private final Tags tags;

	AuditMeters(DriftAudit audit, String cacheName, Iterable<Tag> tags) {
		this.audit = audit;
		this.cacheName = cacheName;
		this.tags = Tags.concat(tags, "cache", cacheName);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String tier : new String[] { "local", "shared" }) {
			gauge(registry, "warmcache.audit.compared", "Values compared with the source by the latest audit", tier,
					Counts::compared);
			gauge(registry, "warmcache.audit.different", "Values of them that the source does not have", tier,
					Counts::different);
			gauge(registry, "warmcache.audit.unknown", "Values of which the source knows nothing", tier,
					Counts::unknown);
			gauge(registry, "warmcache.audit.incomparable", "Values that could not be compared", tier,
					Counts::incomparable);
		}
		Gauge.builder("warmcache.audit.failed", this.audit, this::failed)
			.tags(this.tags)
			.description("1 if the latest audit could not compare everything, or is overdue; 0 if it could")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, String tier,
			ToIntFunction<Counts> count) {
		Gauge.builder(name, this.audit, (audit) -> {
			Counts counts = counts(audit, tier);
			return (counts != null) ? count.applyAsInt(counts) : Double.NaN;
		}).tags(this.tags.and("tier", tier)).description(description).register(registry);
	}

	private @Nullable Counts counts(DriftAudit audit, String tier) {
		AuditReport report = audit.report(this.cacheName);
		if (report == null || audit.isOverdue()) {
			return null;
		}
		return tier.equals("local") ? report.local() : report.shared();
	}

	private double failed(DriftAudit audit) {
		if (audit.isOverdue()) {
			return 1;
		}
		AuditReport report = audit.report(this.cacheName);
		return (report != null) ? (report.failure() != null) ? 1 : 0 : Double.NaN;
	}

}
