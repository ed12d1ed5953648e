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

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import org.jspecify.annotations.Nullable;

/**
 * Rule by which the value of one cache counts as a value, as absent or as empty.
 * Thread-safe if its predicate is.
 */
public final class AnswerRule {

	/**
	 * Rule by which empty collections, maps and arrays are empty.
	 */
	public static final Predicate<Object> EMPTY_CONTAINERS = AnswerRule::isEmptyContainer;

	private static final EventLog logger = EventLog.of(AnswerRule.class);

	private final String cacheName;

	private final Predicate<Object> empty;

	private final AtomicBoolean failed = new AtomicBoolean();

	/**
	 * Create a rule.
	 * @param empty selects the values that are empty; for one for which it throws,
	 * {@link #EMPTY_CONTAINERS} decides
	 */
	public AnswerRule(String cacheName, Predicate<Object> empty) {
		this.cacheName = cacheName;
		this.empty = empty;
	}

	private static boolean isEmptyContainer(Object value) {
		try {
			if (value instanceof Collection<?> collection) {
				return collection.isEmpty();
			}
			return (value instanceof Map<?, ?> map) ? map.isEmpty()
					: value.getClass().isArray() && Array.getLength(value) == 0;
		}
		catch (RuntimeException ex) {
			// A collection that is loaded later, such as an entity's, cannot be asked
			// now.
			return false;
		}
	}

	/**
	 * Return what a caller gets who reads a value.
	 */
	public ReadOutcome of(@Nullable Object value) {
		if (value == null) {
			return ReadOutcome.ABSENT;
		}
		return isEmpty(value) ? ReadOutcome.EMPTY : ReadOutcome.VALUE;
	}

	/**
	 * Return whether a value says that there is nothing.
	 */
	public boolean isNothing(@Nullable Object value) {
		return value == null || isEmpty(value);
	}

	private boolean isEmpty(Object value) {
		try {
			return this.empty.test(value);
		}
		catch (RuntimeException ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.warn(LogEvent.CACHE_EMPTY_RULE_FAILED)
					.cache(this.cacheName)
					.cause(ex)
					.log(("The rule that tells which values of cache '%s' are empty failed with %s. For such values, "
							+ "empty collections, maps and arrays are empty. Further failures are not logged")
						.formatted(this.cacheName, ex.getClass().getName()));
			}
			return isEmptyContainer(value);
		}
	}

}
