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

package io.github.warmcache.cache;

import java.util.concurrent.TimeoutException;

import io.github.warmcache.source.CacheSource;
import org.jspecify.annotations.Nullable;

/**
 * What one load has to do with the source. Used by one thread at a time.
 */
final class SourceVisit {

	private final SourceCalls calls;

	private final @Nullable CacheSource<Object, Object> source;

	private final Object key;

	private @Nullable SourceCall call;

	private boolean answered;

	SourceVisit(SourceCalls calls, @Nullable CacheSource<Object, Object> source, Object key) {
		this.calls = calls;
		this.source = source;
		this.key = key;
	}

	boolean isPossible() {
		return this.source != null;
	}

	/**
	 * Ask the source.
	 * @return the call, or {@code null} if there is no source that may be asked
	 */
	@Nullable SourceCall begin() {
		this.call = (this.source != null) ? this.calls.begin(this.source, this.key) : null;
		return this.call;
	}

	/**
	 * Wait for the answer.
	 * @return the value, or {@code null} if there is none or it is not known
	 * @throws TimeoutException if the source did not answer in time
	 */
	@Nullable Object await(SourceCall call, Deadline deadline) throws TimeoutException {
		Object value = call.await(deadline);
		if (value == SourceCall.UNKNOWN) {
			return null;
		}
		answered();
		return value;
	}

	void answered() {
		this.answered = true;
	}

	/**
	 * Return whether what the source returned is another key's.
	 */
	boolean isOfAnotherKey() {
		return this.call != null && this.call.isKeptNowhere();
	}

	/**
	 * Return whether it is known what the source has.
	 */
	boolean isAnswered() {
		return this.answered;
	}

	boolean hasFailed() {
		return this.call != null && !this.answered;
	}

}
