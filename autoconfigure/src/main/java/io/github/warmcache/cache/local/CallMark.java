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

package io.github.warmcache.cache.local;

import java.util.List;

import io.github.warmcache.cache.local.CallMarks.SharedMark;
import org.jspecify.annotations.Nullable;

/**
 * Beginning of a call or of the transaction around it.
 *
 * @param marks the factory of the mark
 * @param moment the moment among the changes that this pod applied
 * @param takenAt the time by the ticker, in nanoseconds
 * @param shared the positions of the servers
 */
public record CallMark(CallMarks marks, long moment, long takenAt, List<SharedMark> shared) {

	/**
	 * Return the earlier of two marks.
	 */
	public static @Nullable CallMark earlier(@Nullable CallMark first, @Nullable CallMark second) {
		if (first == null || second == null || first.marks != second.marks) {
			return (first != null) ? first : second;
		}
		return (first.moment < second.moment) ? first : second;
	}

	@Override
	public String toString() {
		return "CallMark " + this.moment;
	}

}
