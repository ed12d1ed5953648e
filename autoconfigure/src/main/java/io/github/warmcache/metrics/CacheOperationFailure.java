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

package io.github.warmcache.metrics;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Failure of an operation, as observations report it. It has the class of the actual
 * failure as its message, and no cause: messages of drivers may contain keys and values.
 */
final class CacheOperationFailure extends Exception {

	private final String exception;

	CacheOperationFailure(Throwable failure) {
		super(failure.getClass().getName(), null, false, false);
		this.exception = ClassUtils.getShortName(failure.getClass());
	}

	/**
	 * Return the simple name of the class of an actual failure.
	 * @param error the error of an observation, which may be somebody else's
	 * @return the name, or {@code none} if nothing failed
	 */
	static String exception(@Nullable Throwable error) {
		if (error instanceof CacheOperationFailure failure) {
			return failure.exception;
		}
		return (error != null) ? ClassUtils.getShortName(error.getClass()) : "none";
	}

}
