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

package io.github.warmcache.source.jdbc.column;

import java.time.ZoneId;
import java.time.ZoneOffset;

import io.github.warmcache.source.jdbc.JsonValues;
import io.github.warmcache.source.jdbc.SourceNotes;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the conversion of columns to values.
 *
 * @param json parses JSON, or {@code null} if no JSON library is available
 * @param timeZone the zone of timestamps without a zone, or {@code null} if it is not
 * configured
 * @param notes logs doubtful conversions
 */
public record ReadingRules(@Nullable JsonValues json, @Nullable ZoneId timeZone, SourceNotes notes) {

	/**
	 * Return the zone of timestamps without a zone, UTC by default: the same in every
	 * pod, whatever the zone of its JVM.
	 */
	ZoneId zone() {
		return (this.timeZone != null) ? this.timeZone : ZoneOffset.UTC;
	}

	/**
	 * Warn that the zone matters to a column, if it is not configured.
	 * @param column the column
	 * @param type the type that it is read as
	 */
	void zoneMatters(ResultColumn column, Class<?> type) {
		if (this.timeZone == null) {
			this.notes.warn("column " + column + " is read as " + type.getSimpleName() + ", which depends on the time "
					+ "zone, but none is configured: UTC is assumed. Set source.jdbc.time-zone to the zone that the "
					+ "table is written in");
		}
	}

}
