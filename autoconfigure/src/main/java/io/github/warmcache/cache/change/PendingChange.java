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

package io.github.warmcache.cache.change;

import io.github.warmcache.cache.local.CallMark;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Change of a key that waits for a transaction to commit. The transaction itself reads
 * the value of its put from here.
 *
 * @param kind the kind of the change
 * @param value the value of a put
 * @param mark where the call of a put began, or {@code null} if that is unknown
 */
public record PendingChange(Kind kind, @Nullable Object value, @Nullable CallMark mark) implements ValueWrapper {

	static final PendingChange EVICT = new PendingChange(Kind.EVICT, null, null);

	static final PendingChange CLEAR = new PendingChange(Kind.CLEAR, null, null);

	@Override
	public @Nullable Object get() {
		return this.value;
	}

	/**
	 * Return the value that the transaction itself reads, or {@code null} after a
	 * removal.
	 */
	public @Nullable ValueWrapper seen() {
		return isRemoval() ? null : this;
	}

	boolean isRemoval() {
		return this.kind == Kind.EVICT || this.kind == Kind.CLEAR;
	}

	@Override
	public String toString() {
		return "PendingChange " + this.kind;
	}

	/**
	 * Kind of a change.
	 */
	enum Kind {

		PUT, PUT_IF_ABSENT, EVICT, CLEAR

	}

}
