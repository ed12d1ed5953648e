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

package io.github.warmcache.advice;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Advice on the configuration of an application.
 *
 * @param id the name of the advice, in lower case with dashes, such as
 * {@code redis-may-evict}
 * @param severity how much it matters
 * @param cache the name of the only cache that it is about, or {@code null}
 * @param cause what is wrong, naming the property or the figure, without a full stop at
 * its end; without keys, values and secrets
 * @param remedy what to write instead, without a full stop at its end
 * @since 0.1.0
 */
public record Advice(String id, Severity severity, @Nullable String cache, String cause, String remedy) {

	private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

	public Advice {
		Assert.isTrue(ID.matcher(id).matches(),
				() -> "id must be lower-case words with dashes between them, but is '" + id + "'");
		Assert.notNull(severity, "severity must not be null");
		Assert.hasText(cause, "cause must not be empty");
		Assert.hasText(remedy, "remedy must not be empty");
	}

	/**
	 * Weight of an advice.
	 */
	public enum Severity {

		/**
		 * Worth a thought. It may be intended.
		 */
		INFO,

		/**
		 * Something will fail, or already does, or anybody can do harm.
		 */
		WARN

	}

}
