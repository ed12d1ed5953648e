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

package io.github.warmcache.cache.local;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.SharedTier;

/**
 * Order between the calls and the changes of an application's caches: a change after a
 * call began may be newer than the value that the call puts. There is one object for all
 * caches, so that a transaction is marked once. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CallMarks {

	/**
	 * Maximum age of a mark that is compared. A put may take a few seconds to reach the
	 * server, which must still remember the changes since the mark.
	 */
	private static final long OLDEST_NANOS = SharedTier.CHANGES_REMEMBERED.minusSeconds(5).toNanos();

	private final Ticker ticker;

	private final AtomicLong moment = new AtomicLong();

	private final CopyOnWriteArrayList<ChangeMark.Source> sources = new CopyOnWriteArrayList<>();

	/**
	 * Create marks.
	 * @param ticker tells the age of calls
	 */
	public CallMarks(Ticker ticker) {
		this.ticker = ticker;
	}

	/**
	 * Return a moment that is later than all before.
	 */
	long next() {
		return this.moment.incrementAndGet();
	}

	/**
	 * Include the marks of a server.
	 */
	public void include(ChangeMark.Source source) {
		this.sources.addIfAbsent(source);
	}

	/**
	 * Mark the beginning of a call.
	 */
	public CallMark take() {
		List<SharedMark> shared = this.sources.stream().map((source) -> new SharedMark(source, source.mark())).toList();
		return new CallMark(this, next(), this.ticker.read(), shared);
	}

	/**
	 * Return the mark of a call for one server, {@link ChangeMark.Vague#UNKNOWN} if the
	 * call is too old.
	 */
	public ChangeMark shared(CallMark call, ChangeMark.Source source) {
		if (this.ticker.read() - call.takenAt() >= OLDEST_NANOS) {
			return ChangeMark.Vague.UNKNOWN;
		}
		for (SharedMark mark : call.shared()) {
			if (mark.source() == source) {
				return mark.mark();
			}
		}
		return ChangeMark.Vague.RECENT;
	}

	/**
	 * Mark of a server.
	 *
	 * @param source the source of the mark
	 * @param mark the mark
	 */
	record SharedMark(ChangeMark.Source source, ChangeMark mark) {
	}

}
