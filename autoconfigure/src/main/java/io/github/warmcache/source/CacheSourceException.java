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

package io.github.warmcache.source;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a source fails, or if it holds data that is not a value of the declared type.
 * <p>
 * The message is safe to show to operators: it names the source, the type and the kind of
 * failure, never a key, a value or a password. The cause may contain any of these.
 *
 * @since 0.1.0
 */
public class CacheSourceException extends RuntimeException {

	/**
	 * Create an exception without a cause, because the cause would quote a value.
	 * @param message what failed, without keys and values
	 */
	public CacheSourceException(String message) {
		super(message);
	}

	/**
	 * Create an exception.
	 * @param message what failed, without keys and values
	 * @param cause the failure as the driver reported it, or {@code null}
	 */
	public CacheSourceException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
