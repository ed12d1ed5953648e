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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.CachedCall;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.interleaving.FaultyLink.Fault;
import io.github.warmcache.tier.SharedRead;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * One key, one write in pod A, fills around it, and a database that is a variable.
 */
final class Race extends Run {

	static final String OLD = "old";

	static final String NEW = "new";

	private static final AtomicInteger KEYS = new AtomicInteger();

	private static final Footprint DATABASE = Footprint.writes(Fleet.DATABASE);

	private final String cacheName;

	private final String key = "key " + KEYS.incrementAndGet();

	private @Nullable String committed;

	private boolean valuesOfScripts;

	private boolean later;

	private boolean changed;

	/**
	 * Begin a race.
	 * @param fleet the pods
	 * @param execution where the actors go
	 * @param cacheName which of the caches
	 * @param messages what becomes of them
	 * @param old what the database has before the write
	 */
	Race(Fleet fleet, Execution execution, String cacheName, Messages messages, @Nullable String old) {
		super(fleet, execution, messages);
		this.cacheName = cacheName;
		this.committed = old;
	}

	TieredCache cache(Pod pod) {
		return pod.cache(this.cacheName);
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

	/**
	 * Note what a change of the shared tier makes the right value, where there is no
	 * database behind it.
	 */
	@Override
	void scripted(@Nullable Object value) {
		if (this.valuesOfScripts) {
			this.committed = (String) value;
		}
	}

	/**
	 * Read the database.
	 */
	@Override
	@Nullable String load() {
		// See SteppingTier for what set it.
		Thread.interrupted();
		Actor.pause("load", Footprint.reads(Fleet.DATABASE));
		String value = this.committed;
		Actor actor = Actor.current();
		if (actor != null && !actor.isTicketed()) {
			Actor.pause("keep what was loaded", actor.home());
		}
		return value;
	}

	/**
	 * Add the writer: it commits, changes the cache, and perhaps reads what it wrote.
	 */
	void writer(Write write, boolean readsBack) {
		Pod pod = fleet().writer();
		boolean early = write == Write.EVICT_BEFORE_COMMIT;
		this.later = write == Write.EVICT_LATER;
		execution().actor("writer", early ? "begin" : "commit", early ? pod.local() : DATABASE, () -> {
			if (!early) {
				commit();
				Actor.pause("begin to " + write, pod.local());
			}
			write(write, pod);
			if (early) {
				Actor.pause("commit", DATABASE);
				commit();
			}
			this.changed = true;
			if (readsBack) {
				Actor.pause("read own write", pod.local());
				ValueWrapper own = cache(pod).get(this.key);
				if (own != null && !Objects.equals(own.get(), this.committed)) {
					wrong("the writer does not read its own write");
				}
			}
		}).home(pod.local()).unblockable(this.later);
	}

	private void commit() {
		if (!this.valuesOfScripts) {
			this.committed = NEW;
		}
	}

	private void write(Write write, Pod pod) {
		switch (write) {
			case EVICT, EVICT_LATER, EVICT_BEFORE_COMMIT -> cache(pod).evict(this.key);
			case PUT -> cache(pod).put(this.key, NEW);
			case CLEAR -> cache(pod).clear();
			case EVICT_REFUSED -> {
				fail(Fault.REQUEST_LOST);
				cache(pod).evict(this.key);
			}
			case EVICT_UNANSWERED -> {
				fail(Fault.REPLY_LOST);
				cache(pod).evict(this.key);
			}
			case DROP_THEN_DELETE -> {
				cache(pod).localCopies().drop(this.key);
				pod.tier(this.cacheName).invalidate(this.key);
			}
			case DELETE_ONLY -> pod.tier(this.cacheName).invalidate(this.key);
		}
	}

	private static void fail(Fault fault) {
		Objects.requireNonNull(Actor.current()).failNext(fault);
	}

	/**
	 * Run what a cache wants to have run elsewhere: later, where the race is about that.
	 */
	@Override
	void execute(Runnable task) {
		Actor actor = Actor.current();
		boolean elsewhere = this.later && actor != null && actor.name().equals("writer");
		boolean ahead = actor != null && actor.name().startsWith(Fill.REFRESH_AHEAD.name());
		if (actor != null && (elsewhere || ahead)) {
			execution().actor("executor", "begin", actor.home(), task::run).home(actor.home());
		}
		else {
			task.run();
		}
	}

	/**
	 * Add what fills the key.
	 */
	void filler(Fill fill, Pod pod) {
		filler(fill, pod, false);
	}

	/**
	 * Add what fills the key.
	 * @param impatient whether it does not wait for the other pod to load
	 */
	void filler(Fill fill, Pod pod, boolean impatient) {
		String name = fill + " in pod " + pod.name();
		this.valuesOfScripts |= fill == Fill.PUT_IF_ABSENT;
		CompletableFuture<String> loaded = new CompletableFuture<>();
		CompletableFuture<String> completion = new CompletableFuture<>();
		execution().actor(name, "begin", pod.local(), () -> {
			switch (fill) {
				case GET -> read(pod, () -> cache(pod).get(this.key, this::load));
				case REFRESH_AHEAD -> {
					cache(pod).get(this.key, this::load);
				}
				case GET_THEN_PUT -> read(pod, () -> {
					Cache view = CachedCall.views(List.of(cache(pod))).get(0);
					ValueWrapper found = view.get(this.key);
					if (found != null) {
						return (String) found.get();
					}
					String value = load();
					view.put(this.key, value);
					return value;
				});
				case GET_FROM_SOURCE -> read(pod, () -> {
					ValueWrapper found = cache(pod).get(this.key);
					return (found != null) ? (String) found.get() : null;
				});
				case RETRIEVE -> read(pod, () -> {
					CompletableFuture<String> result = cache(pod).retrieve(this.key, () -> {
						loaded.complete(load());
						return completion;
					});
					result.whenComplete((value, ex) -> loaded.complete("not called"));
					return await(result, pod);
				});
				case RETRIEVE_FROM_SOURCE -> read(pod, () -> {
					Object found = await(Objects.requireNonNull(cache(pod).retrieve(this.key)), pod);
					return (found instanceof ValueWrapper wrapper) ? (String) wrapper.get() : null;
				});
				case WARM_UP -> {
					try (CacheFill bulk = cache(pod).beginFill(true)) {
						bulk.put(this.key, load());
					}
				}
				case PUT_IF_ABSENT -> cache(pod).putIfAbsent(this.key, OLD);
			}
		}).home(pod.local()).impatient(impatient);
		if (fill == Fill.RETRIEVE) {
			execution().actor("completion in pod " + pod.name(), "begin", Footprint.NOTHING, () -> {
				Actor.pause("complete", pod.local(), loaded::isDone);
				completion.complete(loaded.join());
			}).home(pod.local());
		}
	}

	private void read(Pod pod, Read read) throws Exception {
		boolean afterChange = this.changed && pod == fleet().writer();
		String value = read.read();
		if (afterChange && !Objects.equals(value, this.committed)) {
			wrong("a read that began after the change in its pod returned the old value");
		}
	}

	private static <T> T await(CompletableFuture<T> future, Pod pod) {
		Actor.pause("await", pod.local(), future::isDone);
		return future.join();
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
		SharedRead shared = fleet().other().tier(this.cacheName).read(this.key);
		if (shared instanceof SharedRead.Hit hit && !Objects.equals(hit.value(), this.committed)) {
			return "the shared tier holds the old value";
		}
		for (Pod pod : fleet().pods()) {
			ValueWrapper held = cache(pod).get(this.key);
			if (held != null && !Objects.equals(held.get(), this.committed)) {
				return "pod " + pod.name() + " holds the old value";
			}
		}
		return null;
	}

	/**
	 * How the writer changes the cache.
	 */
	enum Write {

		EVICT, PUT, CLEAR,

		/**
		 * The server does not get it; the journal tells it later.
		 */
		EVICT_REFUSED,

		/**
		 * The server takes it, and the pod does not learn that.
		 */
		EVICT_UNANSWERED,

		/**
		 * By a thread that must not be blocked.
		 */
		EVICT_LATER,

		/**
		 * Wrong: what is loaded in between is old.
		 */
		EVICT_BEFORE_COMMIT,

		/**
		 * Wrong: what is read in between brings the old value back.
		 */
		DROP_THEN_DELETE,

		/**
		 * Wrong: the pod's own copy stays.
		 */
		DELETE_ONLY

	}

	/**
	 * How a value gets into the cache.
	 */
	enum Fill {

		GET, GET_THEN_PUT, REFRESH_AHEAD, GET_FROM_SOURCE, RETRIEVE, RETRIEVE_FROM_SOURCE, WARM_UP, PUT_IF_ABSENT;

		String cacheName() {
			return switch (this) {
				case GET_FROM_SOURCE, RETRIEVE_FROM_SOURCE -> Pod.SOURCED;
				case REFRESH_AHEAD -> Pod.REFRESHING;
				default -> Pod.PLAIN;
			};
		}

	}

	@FunctionalInterface
	private interface Read {

		@Nullable String read() throws Exception;

	}

}
