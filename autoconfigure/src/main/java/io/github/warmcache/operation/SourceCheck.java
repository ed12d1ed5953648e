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

package io.github.warmcache.operation;

import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.operation.SourceQuestion.Question;
import io.github.warmcache.source.CacheSource;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Check that the source that fills a cache answers, before all pods drop what they have:
 * a load of one key that this pod holds, or else the number of entries.
 */
final class SourceCheck {

	private final TieredCache cache;

	private final SourceQuestions questions;

	SourceCheck(TieredCache cache, SourceQuestions questions) {
		this.cache = cache;
		this.questions = questions;
	}

	/**
	 * Return whether the source answers. One that the cache does not have cannot fail.
	 * @throws InterruptedException if the thread was interrupted
	 */
	boolean answers() throws InterruptedException {
		CacheSource<Object, Object> source = this.cache.source();
		if (source == null) {
			return true;
		}
		try {
			this.questions.ask(question(source), this.cache.definition().loads().timeout());
			return true;
		}
		catch (ExecutionException ex) {
			// It may be one that lists its entries only.
			return ex.getCause() instanceof UnsupportedOperationException;
		}
		catch (TimeoutException | RejectedExecutionException ex) {
			return false;
		}
	}

	private Question question(CacheSource<Object, Object> source) {
		return this.cache.getNativeCache()
			.asMap()
			.keySet()
			.stream()
			// Such a key is of a call without one argument, and mostly not of the source.
			.filter((key) -> !(key instanceof SimpleKey))
			.findFirst()
			.<Question>map((key) -> (cancellation) -> source.load(key, cancellation))
			.orElse((cancellation) -> number(source.count()));
	}

	private static long number(OptionalLong count) {
		return count.orElse(0);
	}

}
