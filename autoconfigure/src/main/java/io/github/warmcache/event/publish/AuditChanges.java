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

package io.github.warmcache.event.publish;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.warmcache.audit.AuditReport;
import io.github.warmcache.event.AuditChanged;
import io.github.warmcache.event.CacheStateEvent;
import org.jspecify.annotations.Nullable;

/**
 * Changes of what the audit finds. A comparison that fails neither finds a difference nor
 * ends one.
 */
public final class AuditChanges implements StateChanges {

	private final Supplier<Map<String, AuditReport>> reports;

	private final Troubles troubles = new Troubles();

	/**
	 * Create an observer of the audit.
	 * @param reports returns the latest comparison of each cache
	 */
	public AuditChanges(Supplier<Map<String, AuditReport>> reports) {
		this.reports = reports;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		Map<String, AuditReport> latest = this.reports.get();
		Map<String, AuditReport> different = new TreeMap<>(latest);
		different.entrySet()
			.removeIf((cache) -> !cache.getValue().isDifferent()
					&& (cache.getValue().failure() == null || !this.troubles.isTold(cache.getKey())));
		this.troubles.compare(different,
				(name, report) -> events.accept(new AuditChanged(name, false, report.finishedAt(),
						"The cache holds values that its source does not have: %s in this pod, %s in Redis"
							.formatted(share(report.local()), share(report.shared())))),
				(name) -> events.accept(new AuditChanged(name, true, since(latest.get(name), now),
						"The cache no longer holds any of the values that differed from its source")));
	}

	private static Instant since(@Nullable AuditReport report, Instant now) {
		return (report != null) ? report.finishedAt() : now;
	}

	private static String share(AuditReport.@Nullable Counts counts) {
		return (counts != null) ? "%d of %d compared".formatted(counts.different(), counts.compared())
				: "none compared";
	}

}
