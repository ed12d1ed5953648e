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

package io.github.warmcache.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Hears of every call that pods make and says which of them broke a promise: a read of a
 * version that had been replaced for longer than the bound, by a pod that had replaced it
 * itself, of a change that was rolled back, beyond the time to live, or that threw.
 */
final class Oracle {

	/** What a brief life in the shared tier, and the load before it, take at most. */
	static final long BRIEF_LIFE = TimeUnit.SECONDS.toNanos(5 + 2 + 1);

	/** What a message needs anyway. */
	private static final long LATE = TimeUnit.MILLISECONDS.toNanos(100);

	private static final int EXAMPLES = 5;

	private static final Log logger = LogFactory.getLog(Oracle.class);

	private final long bound;

	private final Map<Integer, History> histories = new HashMap<>();

	private final Set<Long> rolledBack = new HashSet<>();

	private List<Heard> calls = new ArrayList<>();

	private int writes;

	Oracle(long boundNanos) {
		this.bound = boundNanos;
	}

	synchronized void accept(int pod, Call call) {
		switch (call.kind()) {
			case WRITE -> {
				history(call).add(pod, call);
				this.writes++;
			}
			case ROLLBACK -> this.rolledBack.add(call.stamp());
			default -> {
			}
		}
		this.calls.add(new Heard(pod, call));
	}

	private History history(Call call) {
		return this.histories.computeIfAbsent(call.cache() << 24 | call.key(), (key) -> new History());
	}

	/**
	 * Return what was heard since the last judgement.
	 */
	synchronized List<Heard> heard() {
		return List.copyOf(this.calls);
	}

	/**
	 * Judges what was heard since the last judgement.
	 * @param excuses when what was allowed
	 * @param sinceLastWrite after when everything has to agree, however short ago it was
	 * changed
	 * @param healed when the fault was over
	 */
	synchronized Verdict judge(List<Excuse> excuses, long sinceLastWrite, long healed) {
		Judgement judgement = new Judgement(excuses, sinceLastWrite, healed);
		this.calls.forEach(judgement::add);
		Verdict verdict = judgement.verdict(this.writes);
		this.calls = new ArrayList<>();
		this.writes = 0;
		this.histories.values().forEach(History::compact);
		return verdict;
	}

	/**
	 * A call and whose it was.
	 */
	record Heard(int pod, Call call) {

	}

	private final class Judgement {

		private final List<Excuse> excuses;

		private final long agreed;

		private final long healed;

		private final List<String> examples = new ArrayList<>();

		private int reads;

		private int failed;

		private int excused;

		private int violations;

		private int stale;

		private long worstExcused;

		private long worst;

		private long lastStale;

		Judgement(List<Excuse> excuses, long agreed, long healed) {
			this.excuses = excuses;
			this.agreed = agreed;
			this.healed = healed;
		}

		void add(Heard heard) {
			switch (heard.call.kind()) {
				case READ -> read(heard.pod, heard.call);
				case FAILED_READ, FAILED_WRITE -> failure(heard.pod, heard.call);
				default -> {
				}
			}
		}

		private void failure(int pod, Call call) {
			if (this.excuses.stream()
				.anyMatch((excuse) -> excuse.failures() && excuse.touches(pod, call.start(), call.end()))) {
				this.excused++;
				return;
			}
			this.failed++;
			violation(pod, call, "threw");
		}

		private void read(int pod, Call call) {
			this.reads++;
			History history = history(call);
			long outdated = history.outdatedFor(call.version(), call.start());
			boolean mayBeStale = isExcused(pod, call, Excuse::stale);
			if (outdated > LATE && call.start() - outdated <= this.healed) {
				this.lastStale = Math.max(this.lastStale, call.start());
			}
			if (mayBeStale) {
				this.worstExcused = Math.max(this.worstExcused, outdated);
			}
			else {
				this.worst = Math.max(this.worst, outdated);
			}
			if (isForeign(history, call)) {
				violation(pod, call, "saw what was never committed");
			}
			else if (call.cache() == CacheNames.BRIEF && outdated > BRIEF_LIFE) {
				violation(pod, call, "saw a value beyond its time to live, outdated for " + millis(outdated) + " ms");
			}
			else if (!mayBeStale && outdated > ((call.start() >= this.agreed) ? 0 : Oracle.this.bound)) {
				this.stale++;
				violation(pod, call, "saw a value outdated for " + millis(outdated) + " ms");
			}
			else if (history.outdatedByOwnFor(pod, call.version(), call.start()) > 0
					&& !isExcused(pod, call, Excuse::ownWrites)) {
				violation(pod, call, "did not see its own change of "
						+ millis(history.outdatedByOwnFor(pod, call.version(), call.start())) + " ms ago");
			}
		}

		private boolean isExcused(int pod, Call call, Predicate<Excuse> what) {
			return this.excuses.stream().anyMatch((excuse) -> what.test(excuse) && excuse.covers(pod, call.start()));
		}

		private boolean isForeign(History history, Call call) {
			History.Written written = history.find(call.version());
			return Oracle.this.rolledBack.contains(call.stamp())
					|| (written != null && written.stamp() != call.stamp());
		}

		private void violation(int pod, Call call, String what) {
			this.violations++;
			if (this.violations == 1) {
				trace(call);
			}
			if (this.examples.size() < EXAMPLES) {
				this.examples.add("pod %d, cache %s, key %d: version %d of %d by tier %d %s (read at %d ms)".formatted(
						pod, CacheNames.ALL.get(call.cache()), call.key(), call.version(), history(call).newest(),
						call.tier(), what, call.start() / 1_000_000));
			}
		}

		/**
		 * Tells what happened to the key around the first violation.
		 */
		private void trace(Call violation) {
			logger.debug("What happened to key " + violation.key() + " around the first violation:");
			Oracle.this.calls.stream()
				.filter((heard) -> heard.call.cache() == violation.cache() && heard.call.key() == violation.key()
						&& Math.abs(heard.call.start() - violation.start()) < TimeUnit.SECONDS.toNanos(10))
				.sorted(Comparator.comparingLong((heard) -> heard.call.start()))
				.forEach((heard) -> logger.debug("pod %d at %d %s".formatted(heard.pod,
						(heard.call.start() - violation.start()) / 1_000_000, heard.call)));
		}

		Verdict verdict(int writes) {
			return new Verdict(this.reads, writes, this.failed, this.excused, this.violations, this.stale,
					this.examples, millis(this.worstExcused), millis(this.worst), this.lastStale);
		}

		private static double millis(long nanos) {
			return Math.round(nanos / 100_000.0) / 10.0;
		}

	}

}
