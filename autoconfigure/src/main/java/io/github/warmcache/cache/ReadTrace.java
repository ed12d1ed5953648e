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

import org.jspecify.annotations.Nullable;

/**
 * Records which tier serves the cached calls that one thread makes.
 * <p>
 * Reads served from this pod's heap are not recorded, so tracing costs them nothing: a
 * trace that stays at {@link CacheTier#LOCAL} means that every read was local, or that
 * there was none. Calls that run on other threads, such as asynchronous methods, are not
 * seen.
 *
 * <pre class="code">
 * try (ReadTrace trace = ReadTrace.start()) {
 *     City city = cities.findById(id);
 *     response.setHeader("X-Cache-Tier", trace.tier().name());
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class ReadTrace implements AutoCloseable {

	private static final ThreadLocal<@Nullable ReadTrace> CURRENT = new ThreadLocal<>();

	private final @Nullable ReadTrace outer;

	private CacheTier tier = CacheTier.LOCAL;

	private boolean closed;

	private ReadTrace(@Nullable ReadTrace outer) {
		this.outer = outer;
	}

	/**
	 * Begin to record the current thread's reads. Traces nest; the inner one also reports
	 * to the outer one.
	 * @return the trace, to be closed by the same thread
	 */
	public static ReadTrace start() {
		ReadTrace trace = new ReadTrace(CURRENT.get());
		CURRENT.set(trace);
		return trace;
	}

	/**
	 * Return the farthest tier that a read has used so far.
	 * @return the tier, {@link CacheTier#LOCAL} if no read left this pod's heap
	 */
	public CacheTier tier() {
		return this.tier;
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		if (this.outer == null) {
			CURRENT.remove();
		}
		else {
			this.outer.add(this.tier);
			CURRENT.set(this.outer);
		}
	}

	public static void note(CacheTier tier) {
		ReadTrace trace = CURRENT.get();
		if (trace != null) {
			trace.add(tier);
		}
	}

	private void add(CacheTier read) {
		if (read.compareTo(this.tier) > 0) {
			this.tier = read;
		}
	}

}
