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

package io.github.warmcache.simulation;

import java.util.concurrent.ExecutionException;

import io.github.warmcache.cache.CacheLoadRejectedException;
import io.github.warmcache.cache.CacheLoadTimeoutException;

import org.springframework.cache.Cache.ValueRetrievalException;

/**
 * Tells the failures that a read may have from those that it must not.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Look at the failure of a read.
	 * @return what it may have failed with, by name
	 * @throws IllegalStateException if it must not have failed
	 */
	static String expected(Exception failure) {
		Throwable cause = failure;
		while ((cause instanceof ValueRetrievalException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (!(cause instanceof Database.DatabaseDownException || cause instanceof CacheLoadTimeoutException
				|| cause instanceof CacheLoadRejectedException || cause instanceof InterruptedException)) {
			throw new IllegalStateException("A read failed", failure);
		}
		return cause.getClass().getSimpleName();
	}

}
