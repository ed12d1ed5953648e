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

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.audit.Comparison;
import io.github.warmcache.audit.Comparison.Outcome;
import io.github.warmcache.cache.tiered.LocalContents.Held;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.operation.KeyInspection.Finding;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Look-up of one key in all tiers. Counts as no use of the entry, and changes nothing.
 */
final class KeyInspector {

	private final TieredCache cache;

	private final Comparison comparison;

	KeyInspector(TieredCache cache, @Nullable ValueCodec codec) {
		this.cache = cache;
		this.comparison = new Comparison(cache.localContents()::isOlder, codec);
	}

	/**
	 * Ask all tiers.
	 * @throws InterruptedException if the thread was interrupted
	 */
	KeyInspection inspect(Object key) throws InterruptedException {
		Finding local = local(key);
		Finding shared = shared(key);
		Finding source = source(key);
		return new KeyInspection(local, shared, source, areEqual(local, shared), areEqual(local, source),
				areEqual(shared, source));
	}

	private Finding local(Object key) {
		Held held = this.cache.localContents().inspect(key);
		return (held != null) ? Finding.of(held.value(), held.remaining(), held.provenance(), null)
				: Finding.nothing(null);
	}

	private Finding shared(Object key) {
		SharedTier shared = this.cache.sharedTier();
		if (shared == null || !shared.sharesValues()) {
			return Finding.UNUSED;
		}
		long start = System.nanoTime();
		SharedRead read = shared.read(key);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (read instanceof SharedRead.Hit hit) {
			return Finding.of(hit.value(), hit.remaining(), hit.provenance(), took);
		}
		if (read instanceof SharedRead.Miss miss && miss.cause() != MissCause.ABSENT) {
			return Finding.failed(took,
					"the value is " + miss.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '));
		}
		return Finding.nothing(took);
	}

	private Finding source(Object key) throws InterruptedException {
		CacheSource<Object, Object> source = this.cache.sourceOf(key);
		if (source == null) {
			return Finding.UNUSED;
		}
		long start = System.nanoTime();
		try {
			Object value = SourceQuestion.ask(source, key, this.cache.definition().loads().timeout());
			return Finding.of(value, null, Provenance.SOURCE, Duration.ofNanos(System.nanoTime() - start));
		}
		catch (ExecutionException ex) {
			return Finding.failed(Duration.ofNanos(System.nanoTime() - start),
					Objects.requireNonNullElse(ex.getCause(), ex).getClass().getName());
		}
		catch (TimeoutException ex) {
			return Finding.failed(Duration.ofNanos(System.nanoTime() - start), "no answer in time");
		}
	}

	private @Nullable Boolean areEqual(Finding first, Finding second) {
		if (!first.isKnown() || !second.isKnown()) {
			return null;
		}
		if (first.value() == null || second.value() == null) {
			return first.value() == second.value();
		}
		Outcome outcome = this.comparison.compare(first.value(), second.value());
		return (outcome != Outcome.INCOMPARABLE) ? outcome == Outcome.EQUAL : null;
	}

}
