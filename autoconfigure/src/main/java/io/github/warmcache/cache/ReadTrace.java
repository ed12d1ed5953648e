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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Records which tier serves the cached calls that one thread makes, and where and when
 * the values were made.
 * <p>
 * While no trace of the application is open, tracing costs reads nothing that can be
 * measured. Not recorded are values that the current transaction has put but not yet
 * committed, keys that are known not to exist because the pod holds all that do, and
 * calls that run on other threads, such as asynchronous methods.
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

	/**
	 * Number of open traces of all threads.
	 */
	private static final AtomicInteger OPEN = new AtomicInteger();

	private final @Nullable ReadTrace outer;

	private CacheTier tier = CacheTier.LOCAL;

	private @Nullable Provenance oldest;

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
		OPEN.incrementAndGet();
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

	/**
	 * Return where the value was made that was read; of several, the oldest one.
	 * @return the origin, or {@code null} if no read was recorded
	 */
	public @Nullable ValueOrigin origin() {
		return (this.oldest != null) ? this.oldest.origin() : null;
	}

	/**
	 * Return how long ago the value was made, when it was read; of several, the oldest
	 * one. Counts from the load or the put that made the value, in whichever pod. If
	 * another pod made it, the two clocks may differ. For a value from the heap, it is
	 * too short by up to a two-thousandth of the value's life.
	 * @return the age, zero for a value that was loaded for this read, or {@code null} if
	 * no read was recorded, or the age of one value is unknown
	 */
	public @Nullable Duration age() {
		return (this.oldest != null) ? this.oldest.age() : null;
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		OPEN.decrementAndGet();
		if (this.outer == null) {
			CURRENT.remove();
			return;
		}
		if (this.oldest != null) {
			this.outer.add(this.tier, this.oldest);
		}
		CURRENT.set(this.outer);
	}

	/**
	 * Return the current thread's trace. While no thread has one, this reads a counter
	 * without any order among threads: a thread that has a trace has counted it itself.
	 * @return the trace, or {@code null} if there is none
	 */
	public static @Nullable ReadTrace current() {
		return (OPEN.getPlain() != 0) ? CURRENT.get() : null;
	}

	public static void note(CacheTier tier, Provenance provenance) {
		ReadTrace trace = current();
		if (trace != null) {
			trace.add(tier, provenance);
		}
	}

	/**
	 * Add a read.
	 */
	public void add(CacheTier read, Provenance provenance) {
		if (read.compareTo(this.tier) > 0) {
			this.tier = read;
		}
		if (this.oldest == null || isOlder(provenance.age(), this.oldest.age())) {
			this.oldest = provenance;
		}
	}

	/**
	 * Return whether an age is higher than another one, or might be.
	 */
	private static boolean isOlder(@Nullable Duration age, @Nullable Duration other) {
		return other != null && (age == null || age.compareTo(other) > 0);
	}

}
