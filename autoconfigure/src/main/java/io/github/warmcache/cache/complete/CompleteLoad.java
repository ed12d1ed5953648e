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

package io.github.warmcache.cache.complete;

import java.util.BitSet;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Load of a whole cache in progress. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class CompleteLoad {

	private static final int TRIALS = 3;

	/**
	 * Safety margin: Caffeine looks for expired entries in the order of writes, of which
	 * it learns a moment later.
	 */
	private static final long MARGIN = TimeUnit.SECONDS.toNanos(1);

	private final AbsenceClaim claim;

	private final Absences absences;

	private final LocalTier local;

	private final @Nullable StripePrints prints;

	private final @Nullable CacheSource<Object, Object> source;

	private final Predicate<Object> beyondSource;

	private final Ticker ticker;

	CompleteLoad(AbsenceClaim claim, Absences absences, LocalTier local, @Nullable StripePrints prints,
			@Nullable CacheSource<Object, Object> source, Predicate<Object> beyondSource, Ticker ticker) {
		this.claim = claim;
		this.absences = absences;
		this.local = local;
		this.prints = prints;
		this.source = source;
		this.beyondSource = beyondSource;
		this.ticker = ticker;
	}

	static @Nullable FleetLoads loads(@Nullable SharedTier shared) {
		return (shared != null) ? shared.fleetLoads() : null;
	}

	/**
	 * Return digests by which pods that copy this load find out whether they hold the
	 * same keys. To be called when all entries are in this pod, and before
	 * {@link #finish}.
	 * @return the digests of the stripes, or an empty text if the shared tier does not
	 * answer
	 */
	public String prints() {
		return (this.prints != null) ? this.prints.write(this.claim) : "";
	}

	/**
	 * End the load, with all entries in this pod. If this pod did not read them from the
	 * source itself, the claim covers only the stripes that are the same as in the last
	 * load of the fleet: with the same keys, and without a change since. Without a shared
	 * tier, entries that a warmer of the application brought are counted, and the source
	 * has to have as many.
	 * @param origin where the entries came from
	 * @return {@code null} if the cache is complete, or the reason why it is not, without
	 * keys and values
	 * @throws Exception the failure of the source
	 */
	public @Nullable String finish(Origin origin) throws Exception {
		if (!this.absences.isListening()) {
			return "it was not built to be";
		}
		FinishedLoad last = (this.prints != null) ? this.prints.loads().lastFinished() : null;
		String why = inexact(this.source);
		if (why == null && origin != Origin.READ) {
			why = verify(origin, last);
		}
		if (why == null) {
			this.claim.marker(last);
			endWithWhatIsHeld();
			why = this.absences.make(this.claim) ? null : "another load began meanwhile";
		}
		if (why != null) {
			giveUp();
		}
		return why;
	}

	static @Nullable String inexact(@Nullable CacheSource<Object, Object> source) throws Exception {
		return (source == null || source.isExact()) ? null : "its source may treat different keys as the same";
	}

	private @Nullable String verify(Origin origin, @Nullable FinishedLoad last) throws Exception {
		if (this.prints != null) {
			return compare(this.prints, last);
		}
		return (origin == Origin.BROUGHT) ? count(this.source) : "it was not read from its source";
	}

	private @Nullable String compare(StripePrints held, @Nullable FinishedLoad last) {
		if (last == null) {
			return "no pod has read all of its source";
		}
		if (last.prints().isEmpty()) {
			return "the last load does not say which keys it brought";
		}
		BitSet same = held.same(last.prints());
		if (same.isEmpty()) {
			return "all of it was changed since it was read from its source";
		}
		same.flip(0, SharedTier.STRIPES);
		this.claim.exclude(same);
		return null;
	}

	/**
	 * Compare the number of entries with that of the source, without a change in between.
	 */
	private @Nullable String count(@Nullable CacheSource<Object, Object> source) throws Exception {
		if (source == null) {
			return "it has no source that could count the entries";
		}
		for (int i = 0; i < TRIALS; i++) {
			long changes = this.claim.changes();
			int drops = this.local.drops();
			long held = countLive();
			OptionalLong count = source.count();
			if (count.isEmpty()) {
				return "its source cannot count the entries";
			}
			if (changes == this.claim.changes() && drops == this.local.drops()) {
				long most = count.getAsLong();
				return (held == most) ? null : "it holds %d entries, and its source has %d".formatted(held, most);
			}
		}
		return "its entries change too often to be counted";
	}

	private long countLive() {
		this.local.caffeine().cleanUp();
		return this.local.caffeine()
			.asMap()
			.entrySet()
			.stream()
			.filter((held) -> held.getValue().get() != null && this.local.isLive(held.getValue())
					&& !this.beyondSource.test(held.getKey()))
			.count();
	}

	/**
	 * Let the claim end before Caffeine hides an entry because it expired. A load may
	 * keep entries that were there before, and Caffeine hides them a while before it
	 * reports them as lost.
	 */
	private void endWithWhatIsHeld() {
		long now = this.ticker.read();
		Long end = null;
		for (int i = 0; i < TRIALS && (end == null || end - now <= 0); i++) {
			end = firstEnd();
			// After the look: entries that it could not see any more are exceptions now.
			this.local.caffeine().cleanUp();
			now = this.ticker.read();
			if (end == null) {
				return;
			}
		}
		if (end != null) {
			this.claim.endBy(end);
		}
	}

	/**
	 * Return the earliest time at which a live value can be hidden. Keys of values that
	 * are not live any more become exceptions.
	 */
	private @Nullable Long firstEnd() {
		Cache<Object, LocalEntry> held = this.local.caffeine();
		FixedExpiration<Object, LocalEntry> expiration = held.policy().expireAfterWrite().orElseThrow();
		long life = expiration.getExpiresAfter(TimeUnit.NANOSECONDS) - MARGIN;
		Long first = null;
		for (var entry : held.asMap().entrySet()) {
			if (entry.getValue().get() == null) {
				continue;
			}
			if (!this.local.isLive(entry.getValue())) {
				this.claim.except(entry.getKey());
				continue;
			}
			long now = this.ticker.read();
			OptionalLong age = expiration.ageOf(entry.getKey(), TimeUnit.NANOSECONDS);
			long end = now + (age.isPresent() ? life - age.getAsLong() : 0);
			first = (first == null || end - first < 0) ? (Long) end : first;
		}
		return first;
	}

	/**
	 * End the load without a result.
	 */
	public void giveUp() {
		this.absences.giveUp(this.claim);
	}

	/**
	 * Where the entries of a load came from.
	 */
	public enum Origin {

		/**
		 * This pod read all of them from the source.
		 */
		READ,

		/**
		 * A warmer of the application brought them.
		 */
		BROUGHT,

		/**
		 * They are copies, of the shared tier or of a file.
		 */
		COPIED

	}

}
