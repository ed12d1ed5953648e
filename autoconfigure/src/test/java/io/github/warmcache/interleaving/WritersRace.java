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

package io.github.warmcache.interleaving;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.CachedPut;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.interleaving.FaultyLink.Fault;
import io.github.warmcache.tier.SharedRead;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One key and several calls that change it. The calls begin, commit and change the cache
 * in steps of their own, so that a put may be as late as it likes. The database is a
 * variable: each commit that stores a row numbers it, so the commits decide what is
 * newer.
 */
final class WritersRace extends Run {

	private static final AtomicInteger KEYS = new AtomicInteger();

	private static final Footprint DATABASE = Footprint.writes(Fleet.DATABASE);

	private final String cacheName;

	private final String key = "key of many " + KEYS.incrementAndGet();

	private @Nullable String committed = "number 1";

	private int number = 1;

	private int calls;

	private int commits;

	private int writesSeen = -1;

	private final Map<String, Integer> newestHeld = new HashMap<>();

	private final Map<Pod, Integer> newestRead = new HashMap<>();

	/**
	 * Begin a race.
	 * @param fleet the pods
	 * @param execution where the actors go
	 * @param cacheName which of the caches
	 * @param messages what becomes of them
	 */
	WritersRace(Fleet fleet, Execution execution, String cacheName, Messages messages) {
		super(fleet, execution, messages);
		this.cacheName = cacheName;
		if (Pod.isVersioned(cacheName)) {
			execution.watch(this::watch);
		}
	}

	private TieredCache cache(Pod pod) {
		return pod.cache(this.cacheName);
	}

	/**
	 * Let there be no row.
	 */
	void withoutRow() {
		this.committed = null;
	}

	/**
	 * Let Redis, and the heaps of the pods if they are to, hold what the database has.
	 */
	void warm(boolean alsoLocally) {
		for (Pod pod : fleet().pods()) {
			cache(pod).get(this.key, () -> this.committed);
			if (!alsoLocally) {
				cache(pod).localCopies().drop(this.key);
			}
		}
	}

	/**
	 * Let what is held come so close to its end that it is loaded ahead of it.
	 */
	void age() {
		fleet().clock().advance(Duration.ofMinutes(40));
	}

	@Override
	@Nullable String load() {
		Actor.pause("load", Footprint.reads(Fleet.DATABASE));
		String value = this.committed;
		Actor actor = Actor.current();
		if (actor != null && !actor.isTicketed()) {
			Actor.pause("keep what was loaded", actor.home());
		}
		return value;
	}

	@Override
	void scripted(@Nullable Object value) {
		// The database alone decides what is right.
	}

	@Override
	void execute(Runnable task) {
		Actor actor = Actor.current();
		if (actor != null && actor.name().startsWith(Fill.REFRESH_AHEAD.name())) {
			execution().actor("executor", "begin", actor.home(), task::run).home(actor.home());
		}
		else {
			task.run();
		}
	}

	/**
	 * Add a call that changes the row, or the cache alone.
	 * @param change what it does
	 * @param pod where
	 * @param turn which one of all commits its own is, or -1 if that is open
	 */
	void writer(Change change, Pod pod, int turn) {
		if (change.isOfCacheOnly()) {
			add(change, pod, "begin to " + change, pod.local(), () -> change(change, pod, cache(pod), null));
		}
		else if (change == Change.PUT_IN_TRANSACTION) {
			add(change, pod, "begin", pod.beginning(),
					() -> new TransactionTemplate(new MarkingTransactionManager(pod.callMarks()))
						.executeWithoutResult((status) -> commitAndChange(change, pod, cache(pod), turn)));
		}
		else if (change.isPut() && change != Change.DIRECT_PUT) {
			add(change, pod, "begin", pod.beginning(), () -> commitAndChange(change, pod, view(pod), turn));
		}
		else {
			add(change, pod, "commit", DATABASE, () -> commitInTurnAndChange(change, pod, cache(pod), turn));
		}
	}

	/**
	 * Add a call that has begun already.
	 */
	void begunWriter(Change change, Pod pod, int turn) {
		Cache view = view(pod);
		add(change, pod, "commit", DATABASE, () -> commitInTurnAndChange(change, pod, view, turn));
	}

	/**
	 * Add a call that has begun already, and commit it.
	 */
	Begun committedWriter(Change change, Pod pod) {
		Cache view = (change != Change.DIRECT_PUT) ? view(pod) : cache(pod);
		return () -> {
			String value = commit(change);
			return (made) -> {
				if (made) {
					change(change, pod, view, value);
				}
				else {
					add(change, pod, "begin to " + change, pod.local(), () -> change(change, pod, view, value));
				}
			};
		};
	}

	private void add(Change change, Pod pod, String first, Footprint footprint, Actor.Body body) {
		String name = change + " " + ++this.calls + " in pod " + pod.name();
		execution().actor(name, first, footprint, body).home(pod.local());
	}

	private void commitInTurnAndChange(Change change, Pod pod, Cache view, int turn) {
		if (this.commits < turn) {
			pauseToCommit(turn);
		}
		commitAndChange(change, pod, view);
	}

	private void commitAndChange(Change change, Pod pod, Cache view, int turn) {
		pauseToCommit(turn);
		commitAndChange(change, pod, view);
	}

	private void commitAndChange(Change change, Pod pod, Cache view) {
		String value = commit(change);
		Actor.pause("begin to " + change, pod.local());
		change(change, pod, view, value);
	}

	private void pauseToCommit(int turn) {
		Actor.pause("commit", DATABASE, () -> this.commits >= turn);
	}

	private Cache view(Pod pod) {
		return CachedPut.views(List.of(cache(pod))).get(0);
	}

	private @Nullable String commit(Change change) {
		this.commits++;
		this.committed = change.isDeletion() ? null : "number " + ++this.number;
		return this.committed;
	}

	private void change(Change change, Pod pod, Cache view, @Nullable String value) {
		Actor actor = Actor.current();
		if (actor != null) {
			actor.failNext(change.fault());
		}
		if (change.isPut()) {
			view.put(this.key, value);
		}
		else if (change == Change.CLEAR) {
			cache(pod).clear();
		}
		else {
			cache(pod).evict(this.key);
		}
	}

	/**
	 * Add what fills the key, or only reads it.
	 */
	void filler(Fill fill, Pod pod) {
		boolean inTransaction = fill == Fill.PUT_IF_ABSENT_IN_TRANSACTION;
		execution()
			.actor(fill + " in pod " + pod.name(), "begin", inTransaction ? pod.beginning() : pod.local(),
					() -> fill(fill, pod))
			.home(pod.local());
	}

	private void fill(Fill fill, Pod pod) {
		switch (fill) {
			case GET -> read(pod, () -> cache(pod).get(this.key, this::load));
			case REFRESH_AHEAD -> cache(pod).get(this.key, this::load);
			case LOOK_TWICE -> {
				read(pod, () -> look(pod));
				Actor.pause("look again", pod.local());
				read(pod, () -> look(pod));
			}
			case WARM_UP -> {
				try (CacheFill bulk = cache(pod).beginFill(true)) {
					bulk.put(this.key, load());
				}
			}
			case PUT_IF_ABSENT -> putIfAbsent(pod, load());
			case PUT_IF_ABSENT_IN_TRANSACTION -> new TransactionTemplate(new MarkingTransactionManager(pod.callMarks()))
				.executeWithoutResult((status) -> {
					String value = load();
					Actor.pause("put what was loaded", pod.local());
					putIfAbsent(pod, value);
				});
		}
	}

	private void putIfAbsent(Pod pod, @Nullable String value) {
		if (value != null) {
			cache(pod).putIfAbsent(this.key, value);
		}
	}

	private @Nullable String look(Pod pod) {
		ValueWrapper found = cache(pod).get(this.key);
		return (found != null) ? (String) found.get() : null;
	}

	/**
	 * Read, and compare with what reads of the pod returned that had ended before.
	 */
	private void read(Pod pod, Read read) {
		int before = this.newestRead.getOrDefault(pod, 0);
		int number = number(read.read());
		if (number > 0 && number < before && Pod.isVersioned(this.cacheName)) {
			wrong("pod " + pod.name() + " reads an older version after a newer one");
		}
		this.newestRead.merge(pod, number, Math::max);
	}

	/**
	 * Look whether a tier went back to an older version.
	 */
	private void watch() {
		for (Pod pod : fleet().pods()) {
			watch("pod " + pod.name(), held(pod));
		}
		if (this.writesSeen != fleet().writes()) {
			this.writesSeen = fleet().writes();
			watch("the shared tier", shared());
		}
	}

	private void watch(String tier, @Nullable String value) {
		int number = number(value);
		if (number > 0 && number < this.newestHeld.getOrDefault(tier, 0)) {
			wrong(tier + " goes back to an older version");
		}
		this.newestHeld.merge(tier, number, Math::max);
	}

	private static int number(@Nullable String value) {
		return (value != null) ? Integer.parseInt(value.substring(value.lastIndexOf(' ') + 1)) : 0;
	}

	private @Nullable String held(Pod pod) {
		TieredCache cache = cache(pod);
		if (!cache.localContents().holds(this.key)) {
			return null;
		}
		ValueWrapper entry = cache.getNativeCache().policy().getIfPresentQuietly(this.key);
		return (entry != null) ? (String) entry.get() : null;
	}

	private @Nullable String shared() {
		return (fleet().look(this.cacheName, this.key) instanceof SharedRead.Hit hit) ? (String) hit.value() : null;
	}

	/**
	 * Return whether the shared tier has what is right.
	 */
	boolean isKept() {
		String shared = shared();
		return shared != null && shared.equals(this.committed);
	}

	/**
	 * Look at what all tiers hold in the end.
	 * @return what is wrong, or {@code null}
	 */
	@Nullable String verdict() {
		String wrong = wrong();
		if (wrong != null) {
			return wrong;
		}
		if (isOld(shared())) {
			return "the shared tier holds an old value";
		}
		for (Pod pod : fleet().pods()) {
			if (isOld(held(pod)) || isOld(look(pod))) {
				return "pod " + pod.name() + " holds an old value";
			}
		}
		return null;
	}

	private boolean isOld(@Nullable String value) {
		return value != null && !value.equals(this.committed);
	}

	/**
	 * What a call does to the row and to the cache.
	 */
	enum Change {

		/**
		 * Updates the row, and puts it as a {@code @CachePut} does.
		 */
		PUT,

		/**
		 * The server does not get it.
		 */
		PUT_REFUSED,

		/**
		 * The server takes it, and the pod does not learn that.
		 */
		PUT_UNANSWERED,

		/**
		 * Puts it in a transaction, which is where it begins.
		 */
		PUT_IN_TRANSACTION,

		/**
		 * Puts it without a beginning.
		 */
		DIRECT_PUT,

		/**
		 * Updates the row and evicts it.
		 */
		EVICT,

		EVICT_REFUSED, EVICT_UNANSWERED,

		/**
		 * Deletes the row and evicts it.
		 */
		DELETE,

		DELETE_REFUSED, DELETE_UNANSWERED,

		/**
		 * Evicts without a change of the row.
		 */
		EVICTION,

		/**
		 * Clears the cache without a change of the row.
		 */
		CLEAR;

		boolean isPut() {
			return name().contains("PUT");
		}

		boolean isDeletion() {
			return name().startsWith("DELETE");
		}

		boolean isOfCacheOnly() {
			return this == EVICTION || this == CLEAR;
		}

		Fault fault() {
			return name().endsWith("REFUSED") ? Fault.REQUEST_LOST
					: name().endsWith("UNANSWERED") ? Fault.REPLY_LOST : Fault.NONE;
		}

	}

	/**
	 * How a value gets into the cache, or is read from there.
	 */
	enum Fill {

		GET, REFRESH_AHEAD, WARM_UP, PUT_IF_ABSENT, PUT_IF_ABSENT_IN_TRANSACTION,

		/**
		 * Reads without a loader.
		 */
		LOOK_TWICE

	}

	/**
	 * Call that has begun.
	 */
	@FunctionalInterface
	interface Begun {

		/**
		 * Commit it.
		 * @return what is left of it
		 */
		Committed commit();

	}

	/**
	 * Call that has committed.
	 */
	@FunctionalInterface
	interface Committed {

		/**
		 * Let it change the cache.
		 * @param now whether that is done before anything else happens, or as an actor
		 */
		void change(boolean now);

	}

	@FunctionalInterface
	private interface Read {

		@Nullable String read();

	}

}
