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

package io.github.warmcache.warmup.fill;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;

/**
 * Log of fills that are compared with what their sources count. Thread-safe.
 */
final class CountLog {

	private static final EventLog logger = EventLog.of(WarmupLog.LOGGER);

	void notCounted(String cacheName, Exception problem) {
		String cause = ErrorText.of(problem);
		logger.warn(LogEvent.WARMUP_SOURCE_NOT_COUNTED)
			.cache(cacheName)
			.cause(cause)
			.log(("Cache '%s': its source did not say how many entries it has (%s), so the fill is not compared with "
					+ "their number")
				.formatted(cacheName, cause));
		logger.debug("Cause", problem);
	}

	void fewerThanCounted(String cacheName, Exception problem) {
		logger.warn(LogEvent.WARMUP_FEWER_THAN_COUNTED)
			.cache(cacheName)
			.cause(problem.getMessage())
			.log("Cache '%s' may lack entries: %s".formatted(cacheName, problem.getMessage()));
	}

}
