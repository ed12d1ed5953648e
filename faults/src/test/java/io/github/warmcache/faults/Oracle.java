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
import java.util.stream.Collectors;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.faults.pod.Call;

/**
 * Hears of every call that pods make and says which of them broke a promise: a read of a
 * version that had been replaced for longer than the bound, by a pod that had replaced it
 * itself, of a change that was rolled back, beyond the time to live, or that threw. Safe
 * for use by several threads.
 */
final class Oracle {

	/** What a brief life in the shared tier, and the load before it, take at most. */
	static final long BRIEF_LIFE = TimeUnit.SECONDS.toNanos(5 + 2 + 1);

	private final long bound;

	private final Stalls stalls;

	private final Map<Integer, History> histories = new HashMap<>();

	private final Set<Long> rolledBack = new HashSet<>();

	private List<Heard> calls = new ArrayList<>();

	private int glanced;

	private int writes;

	Oracle(long boundNanos, Stalls stalls) {
		this.bound = boundNanos;
		this.stalls = stalls;
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

	synchronized History history(Call call) {
		return this.histories.computeIfAbsent(call.cache() << 24 | call.key(), (key) -> new History());
	}

	synchronized boolean isRolledBack(Call call) {
		return this.rolledBack.contains(call.stamp());
	}

	/**
	 * Return the pods that loaded what a call read.
	 */
	synchronized Set<Integer> loaders(Call read) {
		return this.calls.stream()
			.filter((heard) -> isAbout(heard, read) && heard.call.kind() == Call.Kind.READ
					&& heard.call.version() == read.version() && heard.call.tier() > CacheTier.SHARED.ordinal())
			.map(Heard::pod)
			.collect(Collectors.toSet());
	}

	long bound() {
		return this.bound;
	}

	Stalls stalls() {
		return this.stalls;
	}

	/**
	 * Return what was heard and not forgotten.
	 */
	synchronized List<Heard> heard() {
		return List.copyOf(this.calls);
	}

	/**
	 * Return what was heard of the key of a call around it, in the order in which it
	 * began.
	 */
	synchronized List<Heard> around(Call call, long nanos) {
		return this.calls.stream()
			.filter((heard) -> isAbout(heard, call) && Math.abs(heard.call.start() - call.start()) < nanos)
			.sorted(Comparator.comparingLong((heard) -> heard.call.start()))
			.toList();
	}

	private static boolean isAbout(Heard heard, Call call) {
		return heard.call.key() == call.key() && heard.call.cache() == call.cache();
	}

	/**
	 * Judges what ended before a moment and was not looked at yet, so that what is found
	 * can be kept at once. It is judged again when everything is known.
	 * @param excuses when what was allowed, as far as it is known
	 * @param before the moment
	 */
	synchronized List<Violation> glance(List<Excuse> excuses, long before) {
		Judgement judgement = new Judgement(this, excuses, Long.MAX_VALUE, 0);
		while (this.glanced < this.calls.size() && this.calls.get(this.glanced).call.end() < before) {
			judgement.add(this.calls.get(this.glanced++));
		}
		return judgement.violations();
	}

	/**
	 * Judges everything that was heard and not forgotten.
	 * @param excuses when what was allowed
	 * @param agreed after when everything has to agree, however short ago it was changed
	 * @param healed when the fault was over
	 */
	synchronized Verdict judge(List<Excuse> excuses, long agreed, long healed) {
		Judgement judgement = new Judgement(this, excuses, agreed, healed);
		this.calls.forEach(judgement::add);
		return judgement.verdict(this.writes);
	}

	/**
	 * Forgets the calls, and of the changes all but the last ones.
	 */
	synchronized void forget() {
		this.calls = new ArrayList<>();
		this.glanced = 0;
		this.writes = 0;
		this.histories.values().forEach(History::compact);
	}

	/**
	 * A call and whose it was.
	 */
	record Heard(int pod, Call call) {

	}

}
