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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.warmcache.faults.Oracle.Heard;
import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;
import org.jspecify.annotations.Nullable;

/**
 * Compares calls with the promises, with what a fault excuses, and with what the stalls
 * of the processes do.
 */
final class Judgement {

	/** What a message needs anyway. */
	private static final long LATE = 100_000_000;

	/**
	 * As in pod.yaml. What a call waited for in vain may have begun so long before it
	 * failed.
	 */
	private static final long LOAD_TIMEOUT = 2_000_000_000L;

	private final Oracle oracle;

	private final Stalls stalls;

	private final List<Excuse> excuses;

	private final long agreed;

	private final long healed;

	private final List<Violation> violations = new ArrayList<>();

	private int reads;

	private int failed;

	private int excused;

	private int starved;

	private int stale;

	private long worstExcused;

	private long worst;

	private long lastStale;

	/**
	 * Begins to judge.
	 * @param oracle what knows the history
	 * @param excuses when what was allowed
	 * @param agreed after when everything has to agree, however short ago it was changed
	 * @param healed when the fault was over
	 */
	Judgement(Oracle oracle, List<Excuse> excuses, long agreed, long healed) {
		this.oracle = oracle;
		this.stalls = oracle.stalls();
		this.excuses = excuses;
		this.agreed = agreed;
		this.healed = healed;
	}

	void add(Heard heard) {
		switch (heard.call().kind()) {
			case READ -> read(heard.pod(), heard.call());
			case FAILED_READ, FAILED_WRITE -> failure(heard.pod(), heard.call());
			default -> {
			}
		}
	}

	private void failure(int pod, Call call) {
		if (this.excuses.stream()
			.anyMatch((excuse) -> excuse.failures() && excuse.touches(pod, call.start(), call.end()))) {
			this.excused++;
		}
		else if (this.stalls.during(Math.min(call.start(), call.end() - LOAD_TIMEOUT), call.end(),
				Set.of(pod, Stalls.SUITE))) {
			this.starved++;
		}
		else {
			this.failed++;
			violation(pod, call, "threw");
		}
	}

	private void read(int pod, Call call) {
		this.reads++;
		History history = this.oracle.history(call);
		long outdated = history.outdatedFor(call.version(), call.start());
		// Most reads are of the newest version, so that there is nothing to look for.
		boolean mayBeStale = outdated > 0 && isExcused(pod, call, Excuse::stale);
		boolean brief = call.cache() == CacheNames.BRIEF && outdated > Oracle.BRIEF_LIFE;
		boolean late = !mayBeStale && outdated > limit(call);
		boolean briefStarved = brief && isOlderForStalls(pod, call, history);
		boolean lateStarved = late && isLateForStalls(pod, call, history);
		if (briefStarved || lateStarved) {
			this.starved++;
		}
		measure(call, outdated, mayBeStale || lateStarved, lateStarved);
		String broken = broken(pod, call, history, brief && !briefStarved, late && !lateStarved);
		if (broken != null) {
			violation(pod, call, broken);
		}
	}

	private long limit(Call call) {
		return (call.start() >= this.agreed) ? 0 : this.oracle.bound();
	}

	private void measure(Call call, long outdated, boolean allowed, boolean starved) {
		if (outdated > LATE && call.start() - outdated <= this.healed && !starved) {
			this.lastStale = Math.max(this.lastStale, call.start());
		}
		if (allowed) {
			this.worstExcused = Math.max(this.worstExcused, outdated);
		}
		else {
			this.worst = Math.max(this.worst, outdated);
		}
	}

	private @Nullable String broken(int pod, Call call, History history, boolean brief, boolean late) {
		long outdated = history.outdatedFor(call.version(), call.start());
		if (isForeign(history, call)) {
			return "saw what was never committed";
		}
		if (brief) {
			return "saw a value beyond its time to live, outdated for " + millis(outdated) + " ms";
		}
		if (late) {
			this.stale++;
			return "saw a value outdated for " + millis(outdated) + " ms";
		}
		long own = history.outdatedByOwnFor(pod, call.version(), call.start());
		if (own > 0 && !isExcused(pod, call, Excuse::ownWrites)) {
			return "did not see its own change of " + millis(own) + " ms ago";
		}
		return null;
	}

	/**
	 * A time for which nothing of the pod ran does not count against the time in which it
	 * has to be as before.
	 */
	private boolean isExcused(int pod, Call call, Predicate<Excuse> what) {
		return this.excuses.stream()
			.filter((excuse) -> what.test(excuse) && excuse.concerns(pod) && excuse.from() <= call.start())
			.anyMatch((excuse) -> call.start() < excuse.to() || call.start() - this.stalls
				.nanos(excuse.to() - this.oracle.bound(), call.start(), Set.of(pod, Stalls.SUITE)) < excuse.to());
	}

	/**
	 * Whether each of the changes that a read missed came late to it because the reader,
	 * the writer or the suite did not get to run.
	 */
	private boolean isLateForStalls(int pod, Call call, History history) {
		long limit = limit(call);
		return history.newer(call.version(), call.start() - limit).stream().allMatch((missed) -> {
			Set<Integer> processes = Set.copyOf(List.of(pod, missed.pod(), Stalls.SUITE));
			long since = missed.returned();
			return this.stalls.lately(call.start(), this.oracle.bound(), processes)
					|| limit > 0 && call.start() - since - this.stalls.nanos(since, call.start(), processes) <= limit;
		});
	}

	/**
	 * Whether a value would have ended in time, had the reader, those who loaded it and
	 * the suite run all the time.
	 */
	private boolean isOlderForStalls(int pod, Call call, History history) {
		Set<Integer> processes = new HashSet<>(this.oracle.loaders(call));
		processes.add(pod);
		processes.add(Stalls.SUITE);
		long since = call.start() - history.outdatedFor(call.version(), call.start());
		return call.start() - since - this.stalls.nanos(since, call.start(), processes) <= Oracle.BRIEF_LIFE;
	}

	private boolean isForeign(History history, Call call) {
		History.Written written = history.find(call.version());
		return this.oracle.isRolledBack(call) || (written != null && written.stamp() != call.stamp());
	}

	private void violation(int pod, Call call, String what) {
		this.violations.add(new Violation(pod, call, this.oracle.history(call).newest(), what));
	}

	List<Violation> violations() {
		return this.violations;
	}

	Verdict verdict(int writes) {
		return new Verdict(this.reads, writes, this.failed, this.excused, this.starved, this.stale, this.violations,
				millis(this.worstExcused), millis(this.worst), this.lastStale);
	}

	private static double millis(long nanos) {
		return Math.round(nanos / 100_000.0) / 10.0;
	}

}
