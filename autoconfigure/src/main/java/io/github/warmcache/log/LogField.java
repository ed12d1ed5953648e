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

package io.github.warmcache.log;

import java.util.Locale;

/**
 * Field of a log line. All names begin with {@value #PREFIX}, so that they never meet a
 * field of the Elastic Common Schema or an entry of the MDC: Spring Boot loses a line
 * that has two values for one name. Their meaning is on the page of the logs.
 */
public enum LogField {

	/**
	 * Stable id of what happened. Every line has it.
	 */
	EVENT,

	/**
	 * Name of the cache.
	 */
	CACHE,

	/**
	 * Names of the caches, if a line is about several.
	 */
	CACHES,

	/**
	 * Tier that the line is about: {@code local}, {@code shared} or {@code source}.
	 */
	TIER,

	/**
	 * Name of the circuit breaker.
	 */
	BREAKER,

	/**
	 * Name of the warmer.
	 */
	WARMER,

	/**
	 * Where something is kept, in words.
	 */
	STORE,

	/**
	 * State that was entered, or outcome.
	 */
	STATUS,

	/**
	 * Why, as the prose says it: the type of an exception, or a text without keys and
	 * values.
	 */
	CAUSE,

	/**
	 * Number of entries.
	 */
	ENTRIES,

	/**
	 * Number of entries that there should be.
	 */
	EXPECTED,

	/**
	 * Number of other things that the line counts.
	 */
	COUNT,

	/**
	 * Share, from 0 to 1.
	 */
	RATIO,

	/**
	 * Largest permitted number or share.
	 */
	LIMIT,

	/**
	 * Size in bytes.
	 */
	BYTES,

	/**
	 * Time that something took, in milliseconds.
	 */
	TOOK_MS,

	/**
	 * Longest permitted time, in milliseconds.
	 */
	LIMIT_MS,

	/**
	 * Age, in milliseconds.
	 */
	AGE_MS,

	/**
	 * Time until the next attempt, in milliseconds.
	 */
	RETRY_MS,

	/**
	 * Number of the attempt, from 1.
	 */
	ATTEMPT,

	/**
	 * Class name of keys, values, a provider or an event.
	 */
	TYPE,

	/**
	 * Ids of advice.
	 */
	ADVICE,

	/**
	 * Highest severity of the advice.
	 */
	SEVERITY,

	/**
	 * What an operator ordered.
	 */
	OPERATION,

	/**
	 * Name of the operator.
	 */
	PRINCIPAL;

	/**
	 * Beginning of the names of all fields.
	 */
	public static final String PREFIX = "warmcache.";

	private final String text = PREFIX + name().toLowerCase(Locale.ROOT);

	/**
	 * Return the name that a structured log shows.
	 * @return the name, such as {@code warmcache.took_ms}
	 */
	public String text() {
		return this.text;
	}

}
