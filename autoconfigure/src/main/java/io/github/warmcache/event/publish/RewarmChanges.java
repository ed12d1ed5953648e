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
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.RewarmChanged;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupState;
import org.jspecify.annotations.Nullable;

/**
 * Changes of whether re-warms fill the caches.
 */
public final class RewarmChanges implements StateChanges {

	private final WarmupState state;

	private final Troubles troubles = new Troubles();

	/**
	 * Create an observer of the re-warms.
	 * @param state has the reports
	 */
	public RewarmChanges(WarmupState state) {
		this.state = state;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		Map<String, RewarmReport> failed = new TreeMap<>();
		for (CacheWarmupProgress cache : this.state.caches()) {
			RewarmReport report = this.state.rewarms(cache.cacheName());
			if (report != null && report.lastError() != null) {
				failed.put(cache.cacheName(), report);
			}
		}
		this.troubles.compare(failed,
				(name, report) -> events.accept(
						new RewarmChanged(name, false, since(report, now), Objects.requireNonNull(report.lastError()))),
				(name) -> events.accept(new RewarmChanged(name, true, since(this.state.rewarms(name), now),
						"The last re-warm filled the cache")));
	}

	private static Instant since(@Nullable RewarmReport report, Instant now) {
		return (report != null) ? Objects.requireNonNullElse(report.lastEnd(), now) : now;
	}

}
