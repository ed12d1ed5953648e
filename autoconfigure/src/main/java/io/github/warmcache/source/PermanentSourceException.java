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
 * Thrown by a source that cannot work until its configuration is corrected, for example
 * if its SQL queries a table that does not exist. Retrying does not help.
 *
 * @since 0.1.0
 */
public class PermanentSourceException extends CacheSourceException {

	/**
	 * Create an exception without a cause.
	 * @param message what to correct, without keys and values
	 */
	public PermanentSourceException(String message) {
		super(message);
	}

	/**
	 * Create an exception.
	 * @param message what to correct, without keys and values
	 * @param cause the failure as the driver reported it, or {@code null}
	 */
	public PermanentSourceException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
