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

package io.github.warmcache.source.jdbc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;

/**
 * Notes about the query of a source, which are logged as warnings, each one once.
 * Thread-safe.
 */
public final class SourceNotes {

	private static final EventLog logger = EventLog.of(SourceNotes.class);

	private final String description;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	private volatile boolean zoneAssumed;

	public SourceNotes(String description) {
		this.description = description;
	}

	/**
	 * Log a warning, unless the same message was logged before.
	 * @param message the message, without keys and values
	 */
	public void warn(String message) {
		if (this.told.add(message)) {
			logger.warn(LogEvent.SOURCE_QUERY_NOTE)
				.with(LogField.TIER, "source")
				.log(this.description + ": " + message);
		}
	}

	/**
	 * Note that the source has read a time whose zone nobody configured.
	 */
	public void assumeZone() {
		this.zoneAssumed = true;
	}

	/**
	 * Return whether the source has read a time whose zone nobody configured.
	 */
	public boolean isZoneAssumed() {
		return this.zoneAssumed;
	}

}
