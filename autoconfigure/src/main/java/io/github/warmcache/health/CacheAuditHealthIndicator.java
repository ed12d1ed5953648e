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

package io.github.warmcache.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.audit.AuditReport;
import io.github.warmcache.audit.DriftAudit;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of what caches hold, compared with what their sources have. It is unknown while
 * the latest comparison of a cache found a difference or failed, and up otherwise, so it
 * never makes an application unhealthy. It reads only the reports of {@link DriftAudit}
 * and does no I/O.
 *
 * @since 0.1.0
 */
public final class CacheAuditHealthIndicator implements HealthIndicator {

	private final DriftAudit audit;

	/**
	 * Create an indicator.
	 * @param audit the comparisons
	 */
	public CacheAuditHealthIndicator(DriftAudit audit) {
		this.audit = audit;
	}

	@Override
	public Health health() {
		Map<String, AuditReport> reports = this.audit.reports();
		Map<String, Object> caches = new LinkedHashMap<>();
		reports.forEach((name, report) -> caches.put(name, details(report)));
		String reason = reason(reports);
		return Health.status((reason != null) ? "UNKNOWN" : "UP").withDetails(details(reason, caches)).build();
	}

	private @Nullable String reason(Map<String, AuditReport> reports) {
		if (this.audit.isOverdue()) {
			return "The audit makes no progress";
		}
		if (reports.values().stream().anyMatch(AuditReport::isDifferent)) {
			return "A cache holds values that its source does not have";
		}
		return reports.values().stream().anyMatch((report) -> report.failure() != null)
				? "A cache could not be compared with its source" : null;
	}

	private static Map<String, Object> details(@Nullable String reason, Map<String, Object> caches) {
		Map<String, Object> details = new LinkedHashMap<>();
		if (reason != null) {
			details.put("reason", reason);
		}
		details.put("caches", caches);
		return details;
	}

	private static Map<String, Object> details(AuditReport report) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("finishedAt", report.finishedAt().toString());
		if (report.failure() != null) {
			details.put("failure", report.failure());
		}
		add(details, "local", report.local());
		add(details, "shared", report.shared());
		return details;
	}

	private static void add(Map<String, Object> cache, String tier, AuditReport.@Nullable Counts counts) {
		if (counts == null) {
			return;
		}
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("compared", counts.compared());
		details.put("different", counts.different());
		details.put("unknown", counts.unknown());
		details.put("incomparable", counts.incomparable());
		cache.put(tier, details);
	}

}
