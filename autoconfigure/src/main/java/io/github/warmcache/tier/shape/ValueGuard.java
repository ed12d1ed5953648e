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

package io.github.warmcache.tier.shape;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Guard against values that another pod would read differently. Checks the structure of
 * the type and the classes in each value, and reads some values back. Thread-safe.
 */
public final class ValueGuard {

	/**
	 * One in so many values is read back, a power of two. Rare enough not to be noticed.
	 */
	private static final int SAMPLE = 256;

	private final @Nullable ValueShape shape;

	private final AtomicLong unequal = new AtomicLong();

	/**
	 * Number of checked values. Need not be exact.
	 */
	private int written;

	private volatile @Nullable String rejection;

	private volatile boolean readable;

	private ValueGuard(@Nullable ValueShape shape, @Nullable String rejection) {
		this.shape = shape;
		this.rejection = rejection;
	}

	/**
	 * Return a guard that rejects values that would not be read back unchanged.
	 */
	public static ValueGuard of(JsonMapper mapper, JavaType type) {
		try {
			return new ValueGuard(ValueShapes.of(mapper, type), null);
		}
		catch (UnequalPartException ex) {
			return new ValueGuard(null, type.toCanonical() + ": " + ex.getMessage());
		}
		catch (JacksonException ex) {
			return new ValueGuard(null, type.toCanonical() + ": " + ex.getOriginalMessage());
		}
	}

	/**
	 * Return a guard that checks nothing.
	 */
	public static ValueGuard trusting() {
		return new ValueGuard(null, null);
	}

	/**
	 * Return why no value of the type is shared.
	 * @return the type, the property and what is wrong with it, or {@code null} if values
	 * are shared
	 */
	public @Nullable String rejection() {
		return this.rejection;
	}

	/**
	 * Return how many values were not read back unchanged.
	 */
	public long unequal() {
		return this.unequal.get();
	}

	/**
	 * Check a value before it is written.
	 * @return whether the value must be read back and compared
	 * @throws UnequalPartException if another pod would read something else
	 */
	public boolean inspect(Object value) throws UnequalPartException {
		if (this.shape == null) {
			return false;
		}
		int count = this.written++;
		if (this.shape.isSettled()) {
			return isSampled(count);
		}
		Inspection inspection = new Inspection();
		this.shape.inspect(value, inspection);
		return inspection.isCompared() || isSampled(count);
	}

	private static boolean isSampled(int count) {
		return (count & (SAMPLE - 1)) == SAMPLE - 1;
	}

	/**
	 * Compare a value with what was read back. If they differ, no further value is
	 * shared.
	 * @throws UnequalPartException if they differ
	 */
	public void compare(Object value, Object read) throws UnequalPartException {
		try {
			DeepComparison.requireEqual(value, read);
			this.readable = true;
		}
		catch (UnequalPartException ex) {
			this.unequal.incrementAndGet();
			this.rejection = value.getClass().getName() + ": " + ex.getMessage();
			throw ex;
		}
	}

	/**
	 * Record that a value could not be read back. If none could so far, no further value
	 * is shared.
	 */
	public void unreadable(String why) {
		if (!this.readable) {
			this.rejection = why;
		}
	}

}
