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

package io.github.warmcache.testsupport;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Something that is got when it is first asked for, and kept. A failure is kept too:
 * every further test would wait for the same one.
 *
 * @param <T> what is got
 */
final class Once<T> {

	private final Supplier<T> source;

	private @Nullable T value;

	private @Nullable RuntimeException failure;

	Once(Supplier<T> source) {
		this.source = source;
	}

	synchronized T get() {
		if (this.failure != null) {
			throw new IllegalStateException(this.failure.getMessage(), this.failure);
		}
		if (this.value == null) {
			try {
				this.value = this.source.get();
			}
			catch (RuntimeException ex) {
				this.failure = ex;
				throw ex;
			}
		}
		return this.value;
	}

}
