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
 * A server that is started when the first test asks for it. A failure is remembered,
 * since every further test would wait for the same one.
 *
 * @param <T> the server's type
 */
final class SharedServer<T> {

	private final Supplier<T> start;

	private @Nullable T server;

	private @Nullable RuntimeException failure;

	SharedServer(Supplier<T> start) {
		this.start = start;
	}

	synchronized T get() {
		if (this.failure != null) {
			throw new IllegalStateException(this.failure.getMessage(), this.failure);
		}
		if (this.server == null) {
			try {
				this.server = this.start.get();
			}
			catch (RuntimeException ex) {
				this.failure = ex;
				throw ex;
			}
		}
		return this.server;
	}

}
