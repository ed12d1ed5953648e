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

import java.util.List;
import java.util.function.Function;

import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.operation.OperationReport.Operation;
import io.github.warmcache.operation.OperationReport.Outcome;
import io.github.warmcache.operation.OperationReport.Reach;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.warmup.rewarm.RewarmRequest;
import io.github.warmcache.warmup.rewarm.RewarmScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;

/**
 * What operators look up and order by hand. Keys are texts as {@link KeyParser} reads
 * them. Thread-safe. The methods ask Redis or the source on the thread of the caller.
 *
 * @since 0.1.0
 */
public final class CacheOperations {

	private final Function<TieredCache, @Nullable ValueCodec> codecs;

	private final Function<TieredCache, List<String>> kinds;

	private final SourceQuestions questions = new SourceQuestions();

	private final @Nullable RewarmScheduler rewarms;

	private final ConversionService conversions;

	/**
	 * Create the operations.
	 * @param codecs the codec of a cache, by whose bytes values are compared that have no
	 * {@code equals} of their own, or {@code null} if it has none
	 * @param kinds the kinds of the sources of a cache, in the order in which reads ask
	 * them
	 * @param rewarms what fills caches again, or {@code null} if caches are not warmed
	 * @param conversions the conversion of plain texts to keys
	 */
	public CacheOperations(Function<TieredCache, @Nullable ValueCodec> codecs,
			Function<TieredCache, List<String>> kinds, @Nullable RewarmScheduler rewarms,
			ConversionService conversions) {
		this.codecs = codecs;
		this.kinds = kinds;
		this.rewarms = rewarms;
		this.conversions = conversions;
	}

	/**
	 * Look up a key in all tiers. Counts as no use of the entry, and changes nothing. At
	 * most two sources are asked at a time; further look-ups do not wait for their turn.
	 * @param cache the cache
	 * @param key the text of the key
	 * @return what each tier has
	 * @throws InvalidKeyException if no key of the cache has this text
	 * @throws InterruptedException if the thread was interrupted
	 */
	public KeyInspection inspect(TieredCache cache, String key) throws InterruptedException {
		return new KeyInspector(cache, this.codecs.apply(cache), this.questions, this.kinds.apply(cache))
			.inspect(parser(cache).parse(key));
	}

	/**
	 * Return the keys that this pod has used most, the most used first. Keys whose use is
	 * not counted come in no order.
	 * @param cache the cache
	 * @param most the maximum number of keys
	 * @param shown whether to return their texts, or only digests of them
	 * @return the texts, or their digests
	 */
	public List<String> hottest(TieredCache cache, int most, boolean shown) {
		KeyParser keys = parser(cache);
		return cache.localContents().hottest(most).stream().map(shown ? keys::text : keys::digest).toList();
	}

	/**
	 * Return a digest that names a key in logs.
	 * @param cache the cache
	 * @param key the text of the key
	 * @return the digest, which the list of the hottest keys has as well
	 * @throws InvalidKeyException if no key of the cache has this text
	 */
	public String digest(TieredCache cache, String key) {
		KeyParser keys = parser(cache);
		return keys.digest(keys.parse(key));
	}

	/**
	 * Return the text that Redis has for a key.
	 * @param cache the cache
	 * @param key the text of the key as an operator types it
	 * @return the text, as the list of the hottest keys has it
	 * @throws InvalidKeyException if no key of the cache has this text
	 */
	public String keyText(TieredCache cache, String key) {
		KeyParser keys = parser(cache);
		return keys.text(keys.parse(key));
	}

	/**
	 * Return the text of a value: as its codec writes it, or else as {@code toString}
	 * does.
	 * @param cache the cache
	 * @param value the value
	 * @return its text, shortened if it is long
	 */
	public String text(TieredCache cache, Object value) {
		return new ValueTexts(this.codecs.apply(cache)).text(value);
	}

	/**
	 * Remove an entry from all tiers of all pods.
	 * @param cache the cache
	 * @param key the text of the key
	 * @param dryRun whether to tell only what would be removed
	 * @return what became of it
	 * @throws InvalidKeyException if no key of the cache has this text
	 */
	public OperationReport evict(TieredCache cache, String key, boolean dryRun) {
		Object parsed = parser(cache).parse(key);
		long entries = entries(cache, parsed);
		Reach reach = dryRun ? reach(cache) : change(cache, () -> cache.evictIfPresent(parsed));
		return new OperationReport(Operation.EVICT, cache.getName(), dryRun, entries, reach.outcome(), reach);
	}

	/**
	 * Remove all entries of a cache from all tiers of all pods.
	 * @param cache the cache
	 * @param dryRun whether to tell only what would be removed
	 * @return what became of it
	 */
	public OperationReport clear(TieredCache cache, boolean dryRun) {
		long entries = cache.getNativeCache().estimatedSize();
		Reach reach = dryRun ? reach(cache) : change(cache, cache::invalidate);
		return new OperationReport(Operation.CLEAR, cache.getName(), dryRun, entries, reach.outcome(), reach);
	}

	/**
	 * Remove an entry from all tiers of all pods, and load it again from the source.
	 * @param cache the cache
	 * @param key the text of the key
	 * @param dryRun whether to tell only what would be removed
	 * @return what became of it
	 * @throws InvalidKeyException if no key of the cache has this text
	 */
	public OperationReport reload(TieredCache cache, String key, boolean dryRun) {
		Object parsed = parser(cache).parse(key);
		long entries = entries(cache, parsed);
		Reach reach = dryRun ? reach(cache) : change(cache, () -> cache.evictIfPresent(parsed));
		Outcome outcome = (dryRun || cache.get(parsed) != null) ? reach.outcome() : Outcome.NOT_LOADED;
		return new OperationReport(Operation.RELOAD, cache.getName(), dryRun, entries, outcome, reach);
	}

	/**
	 * Fill this pod and Redis again from the source. Returns at once, unless the cache is
	 * to be cleared first: then the source is asked for one key before that.
	 * @param cache the cache
	 * @param fleet whether to clear the cache in all pods first, so that they take what
	 * is loaded. Until then they have nothing
	 * @param dryRun whether to tell only whether a re-warm would begin
	 * @return what became of it
	 * @throws InterruptedException if the thread was interrupted before anything changed
	 */
	public OperationReport rewarm(TieredCache cache, boolean fleet, boolean dryRun) throws InterruptedException {
		long entries = cache.getNativeCache().estimatedSize();
		Reach reach = null;
		Outcome outcome = request(cache, true);
		if (outcome == Outcome.BEGUN && fleet && !dryRun && !new SourceCheck(cache, this.questions).answers()) {
			outcome = Outcome.SOURCE_AWAY;
		}
		if (outcome == Outcome.BEGUN && fleet) {
			reach = dryRun ? reach(cache) : change(cache, cache::invalidate);
		}
		if (outcome == Outcome.BEGUN && !dryRun) {
			outcome = request(cache, false);
		}
		return new OperationReport(Operation.REWARM, cache.getName(), dryRun, entries, outcome, reach);
	}

	private Outcome request(TieredCache cache, boolean dryRun) {
		RewarmRequest request = (this.rewarms != null) ? this.rewarms.request(cache.getName(), dryRun)
				: RewarmRequest.REFUSED;
		return switch (request) {
			case ACCEPTED -> Outcome.BEGUN;
			case UNDER_WAY -> Outcome.UNDER_WAY;
			case REFUSED -> Outcome.NOT_WARMED;
		};
	}

	private KeyParser parser(TieredCache cache) {
		return new KeyParser(cache.getName(), cache.definition().keyType(), this.conversions);
	}

	private static long entries(TieredCache cache, Object key) {
		return (cache.localContents().peek(key) != null) ? 1 : 0;
	}

	private static Reach reach(TieredCache cache) {
		return (cache.sharedTier() != null) ? Reach.ALL_PODS : Reach.THIS_POD;
	}

	private static Reach change(TieredCache cache, Runnable change) {
		try (ChangeTrace trace = ChangeTrace.start()) {
			change.run();
			ChangeOutcome outcome = trace.outcome();
			if (outcome == ChangeOutcome.QUEUED) {
				return Reach.QUEUED;
			}
			return (outcome != ChangeOutcome.FAILED) ? reach(cache) : Reach.FAILED;
		}
	}

}
