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

package io.github.warmcache.redis.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Knowledge of a pod about the Redis server, made of the reports that it hears. Does no
 * I/O. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisWatch {

	/**
	 * Time for which a server counts as evicting after its last eviction.
	 */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	/**
	 * Share of the memory from which on it is near its limit.
	 */
	private static final double NEAR = 0.9;

	/**
	 * Share of the memory down to which it stays near its limit, so that the state does
	 * not change with every key.
	 */
	private static final double STILL_NEAR = 0.85;

	private final InstantSource clock;

	private final Growth evictedKeys = new Growth(false);

	private final Growth expiredKeys = new Growth(false);

	private final LostCanaries canaries = new LostCanaries();

	private final ReplicationWatch replication = new ReplicationWatch();

	/**
	 * Listeners to the names of caches that have canaries.
	 */
	private final List<Consumer<String>> cacheListeners = new ArrayList<>();

	private Instant lastHeard = Instant.MIN;

	private Instant lastEviction = Instant.MIN;

	/**
	 * Evicted keys since the server began to evict.
	 */
	private long evictedOfLate;

	private boolean near;

	private volatile RedisWatchStatus current;

	private final ServerClock serverClock = new ServerClock();

	/**
	 * Create a watch that knows nothing.
	 * @param clock tells the time of reports
	 */
	public RedisWatch(InstantSource clock) {
		this.clock = clock;
		this.current = new RedisWatchStatus(RedisWatchState.UNKNOWN, clock.instant(), "No cache has used Redis yet",
				null, null, null, null, null, 0, 0, 0, Map.of(), Map.of(), null);
	}

	/**
	 * Return what this pod knows of the server.
	 * @return the status, which does not change
	 */
	public RedisWatchStatus current() {
		return this.current;
	}

	/**
	 * Learn of each cache that has canaries, of those that are known by now and of later
	 * ones.
	 * @param listener gets the name of each cache once, on the thread that calls this or
	 * that watches
	 */
	public synchronized void listenToCaches(Consumer<String> listener) {
		this.cacheListeners.add(listener);
		this.current.canariesLostByCache().keySet().forEach(listener);
	}

	/**
	 * Return how far the clock of the server is ahead of that of this pod.
	 * @return the time, negative if it is behind, and zero if the clocks may agree as far
	 * as was measured; {@code null} if it is not known
	 */
	public @Nullable Duration clockDifference() {
		return this.serverClock.difference();
	}

	/**
	 * Learn what time it is on the server.
	 * @param asked the time of this pod before the server was asked
	 * @param told the time of the server, in milliseconds since 1970
	 */
	void tellTime(Instant asked, long told) {
		this.serverClock.learn(asked, Instant.ofEpochMilli(told), this.clock.instant());
	}

	/**
	 * Return the time of this pod.
	 */
	Instant now() {
		return this.clock.instant();
	}

	/**
	 * Learn from a report. One that was heard before tells nothing new.
	 */
	synchronized void hear(WatchReport report) {
		Instant now = this.clock.instant();
		RedisWatchStatus before = this.current;
		long evicted = this.evictedKeys.since(report.tallies(ServerFigures::evicted));
		long expired = this.expiredKeys.since(report.tallies(ServerFigures::expired));
		long lost = this.canaries.hear(report);
		this.lastHeard = now;
		// A server that was only too slow to answer is not well because of that.
		this.near = report.isAbove(this.near ? STILL_NEAR : NEAR) || (this.near && report.isUnanswered());
		// Somebody may also have deleted canaries. If evictions are counted, they decide.
		if (evicted > 0 || (lost > 0 && !report.countsEvictions())) {
			this.lastEviction = now;
		}
		boolean evicting = this.lastEviction.isAfter(now.minus(MEMORY));
		this.evictedOfLate = evicting ? this.evictedOfLate + evicted : 0;
		if (!evicting) {
			this.canaries.calm();
		}
		RedisWatchState state = evicting ? RedisWatchState.EVICTING : calmState(report);
		this.current = new RedisWatchStatus(state, since(state, now), reason(state, report), report.policy(),
				report.sum(ServerFigures::used), report.sum(ServerFigures::maximum), report.isVisible(),
				report.invisible(), before.evicted() + evicted, before.expired() + expired, this.canaries.total(),
				this.canaries.byCache(), this.canaries.byCacheOfLate(), this.replication.hear(report.servers(), now));
		for (String cache : this.current.canariesLostByCache().keySet()) {
			if (!before.canariesLostByCache().containsKey(cache)) {
				this.cacheListeners.forEach((listener) -> listener.accept(cache));
			}
		}
	}

	/**
	 * Note that there is no report. What is known is forgotten once it is too old.
	 * @param reason why there is none, in one sentence
	 * @param patience the time for which an earlier report counts
	 */
	void miss(String reason, Duration patience) {
		miss(reason, patience, List.of());
	}

	/**
	 * Note that there is no report, because the server takes no changes.
	 * @param reason why there is none, in one sentence
	 * @param patience the time for which an earlier report counts
	 * @param reached what this pod was told by the server itself; empty if it did not ask
	 */
	synchronized void miss(String reason, Duration patience, List<ServerFigures> reached) {
		Instant now = this.clock.instant();
		RedisReplication own = this.replication.hear(reached, now);
		if (!this.lastHeard.isAfter(now.minus(patience))) {
			RedisWatchStatus before = this.current;
			this.near = false;
			this.serverClock.forget();
			this.current = new RedisWatchStatus(RedisWatchState.UNKNOWN, since(RedisWatchState.UNKNOWN, now), reason,
					null, null, null, null, null, before.evicted(), before.expired(), before.canariesLost(),
					before.canariesLostByCache(), Map.of(), own);
		}
	}

	private RedisWatchState calmState(WatchReport report) {
		if (this.near) {
			return RedisWatchState.NEAR_LIMIT;
		}
		boolean nothingKnown = this.current.state() == RedisWatchState.UNKNOWN && report.isUnanswered();
		return nothingKnown ? RedisWatchState.UNKNOWN : RedisWatchState.WELL;
	}

	private Instant since(RedisWatchState state, Instant now) {
		return (state == this.current.state()) ? this.current.since() : now;
	}

	private String reason(RedisWatchState state, WatchReport report) {
		return switch (state) {
			case EVICTING -> evictions(report);
			case NEAR_LIMIT -> "Redis uses %s of %s bytes of memory, with the policy %s".formatted(
					text(report.sum(ServerFigures::used)), text(report.sum(ServerFigures::maximum)),
					text(report.policy()));
			case UNKNOWN -> "Redis does not answer INFO in time";
			case WELL -> calm(report);
		};
	}

	private static String calm(WatchReport report) {
		if (report.invisible() != null) {
			return "No eviction was noticed, but not everything is visible";
		}
		return Objects.equals(report.sum(ServerFigures::maximum), 0L)
				? "Redis evicts nothing, because its memory has no limit"
				: "Redis evicts nothing, and its memory is not near its limit";
	}

	private String evictions(WatchReport report) {
		String lost = lostOfLate();
		if (!report.countsEvictions()) {
			return "Redis evicted " + lost;
		}
		return "Redis evicted %d keys with the policy %s".formatted(this.evictedOfLate, text(report.policy()))
				+ (lost.isEmpty() ? "" : ", among them " + lost);
	}

	private String lostOfLate() {
		if (this.canaries.ofLate() == 0) {
			return "";
		}
		Set<String> caches = this.canaries.byCacheOfLate().keySet();
		return "%d of Warmcache's canary keys".formatted(this.canaries.ofLate())
				+ (caches.isEmpty() ? "" : ", also of the caches " + String.join(", ", caches));
	}

	private static Object text(@Nullable Object figure) {
		return (figure != null) ? figure : "unknown";
	}

}
