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

import io.github.warmcache.answers.AnswerStatus;
import io.github.warmcache.answers.AnswerWatch;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of what reads of caches get. It is unknown while unusually many answers of a
 * cache are absent or empty, and up otherwise, so it never makes an application
 * unhealthy. It reads only the state of {@link AnswerWatch} and does no I/O.
 *
 * @since 0.1.0
 */
public final class CacheAnswersHealthIndicator implements HealthIndicator {

	private final AnswerWatch watch;

	/**
	 * Create an indicator.
	 * @param watch the watch over the answers
	 */
	public CacheAnswersHealthIndicator(AnswerWatch watch) {
		this.watch = watch;
	}

	@Override
	public Health health() {
		Map<String, AnswerStatus> exceeded = this.watch.exceeded();
		if (exceeded.isEmpty()) {
			return Health.up().build();
		}
		Map<String, Object> caches = new LinkedHashMap<>();
		exceeded.forEach((name, status) -> caches.put(name, details(status)));
		return Health.unknown()
			.withDetail("reason", "Unusually many answers are absent or empty")
			.withDetail("caches", caches)
			.build();
	}

	private static Map<String, Object> details(AnswerStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("share", rounded(status.share()));
		details.put("limit", rounded(status.limit()));
		details.put("since", String.valueOf(status.exceededSince()));
		return details;
	}

	private static double rounded(double share) {
		return Math.round(share * 1000) / 1000.0;
	}

}
