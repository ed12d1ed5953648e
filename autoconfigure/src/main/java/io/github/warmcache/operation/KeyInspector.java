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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.audit.Comparison;
import io.github.warmcache.audit.Comparison.Outcome;
import io.github.warmcache.cache.tiered.LocalContents.Held;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.operation.KeyInspection.Finding;
import io.github.warmcache.operation.KeyInspection.SourceFinding;
import io.github.warmcache.operation.KeyInspection.State;
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

	private final SourceQuestions questions;

	private final List<String> kinds;

	private final Comparison comparison;

	/**
	 * Create an inspector.
	 * @param kinds the kinds of the sources in their order, as far as they are known
	 */
	KeyInspector(TieredCache cache, @Nullable ValueCodec codec, SourceQuestions questions, List<String> kinds) {
		this.cache = cache;
		this.questions = questions;
		this.kinds = kinds;
		this.comparison = new Comparison(cache.localContents()::isOlder, codec);
	}

	/**
	 * Ask all tiers.
	 * @throws InterruptedException if the thread was interrupted
	 */
	KeyInspection inspect(Object key) throws InterruptedException {
		Finding local = local(key);
		Finding shared = shared(key);
		List<SourceFinding> sources = sources(key);
		Finding source = sources.stream()
			.filter(SourceFinding::ofReads)
			.findFirst()
			.map(SourceFinding::finding)
			.orElse(Finding.UNUSED);
		return new KeyInspection(local, shared, source, sources, areEqual(local, shared), areEqual(local, source),
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

	private List<SourceFinding> sources(Object key) throws InterruptedException {
		List<CacheSource<Object, Object>> sources = this.cache.sourcesOf(key);
		List<SourceFinding> findings = new ArrayList<>();
		boolean goesOn = true;
		for (int i = 0; i < sources.size(); i++) {
			Answer answer = ask(sources.get(i), key);
			boolean last = i == sources.size() - 1;
			findings
				.add(new SourceFinding(kind(i, sources), answer.finding, goesOn && (last || !answer.leadsReadsOn())));
			goesOn &= answer.leadsReadsOn();
		}
		return findings;
	}

	private String kind(int index, List<CacheSource<Object, Object>> sources) {
		return (this.kinds.size() == sources.size()) ? this.kinds.get(index) : sources.get(index).getClass().getName();
	}

	private Answer ask(CacheSource<Object, Object> source, Object key) throws InterruptedException {
		long start = System.nanoTime();
		try {
			Object value = this.questions.ask((cancellation) -> source.load(key, cancellation),
					this.cache.definition().loads().timeout());
			return new Answer(Finding.of(value, null, Provenance.SOURCE, since(start)), true);
		}
		catch (ExecutionException ex) {
			return new Answer(
					Finding.failed(since(start), Objects.requireNonNullElse(ex.getCause(), ex).getClass().getName()),
					true);
		}
		catch (TimeoutException ex) {
			return new Answer(Finding.failed(since(start), "no answer in time"), false);
		}
		catch (RejectedExecutionException ex) {
			return new Answer(
					Finding.failed(since(start), "busy: not asked, because other look-ups still wait for sources"),
					false);
		}
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
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

	/**
	 * Answer of a source.
	 *
	 * @param settled whether it answered or failed, so that a read would know
	 */
	private record Answer(Finding finding, boolean settled) {

		/**
		 * Return whether a read that gets this answer asks the next source.
		 */
		boolean leadsReadsOn() {
			return this.settled && this.finding.state() != State.VALUE;
		}

	}

}
