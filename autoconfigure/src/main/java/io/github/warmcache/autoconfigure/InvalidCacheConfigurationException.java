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

package io.github.warmcache.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the application's caches cannot be built as its properties or cached methods
 * describe them.
 *
 * @since 0.1.0
 */
public class InvalidCacheConfigurationException extends RuntimeException {

	private final @Nullable String property;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception about a property.
	 * @param property the full name, such as {@code warmcache.caches.cities.time-to-live}
	 * @param problem what is wrong with it, to be read after the name
	 * @param remedy what to write instead, as a sentence without its full stop
	 */
	public InvalidCacheConfigurationException(String property, String problem, String remedy) {
		super("Property '%s' %s. %s.".formatted(property, problem, remedy));
		this.property = property;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Create an exception about a problem that no property causes.
	 * @param problem what is wrong, as a sentence without its full stop
	 * @param remedy what to write instead, as a sentence without its full stop
	 */
	public InvalidCacheConfigurationException(String problem, String remedy) {
		super("%s. %s.".formatted(problem, remedy));
		this.property = null;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the name of the property.
	 * @return the full name, or {@code null} if no property is the cause
	 */
	public @Nullable String getProperty() {
		return this.property;
	}

	/**
	 * Return the problem.
	 * @return words to be read after the name of the property, or a sentence if there is
	 * no property; without a full stop
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Return what to write instead.
	 * @return a sentence without its full stop
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
