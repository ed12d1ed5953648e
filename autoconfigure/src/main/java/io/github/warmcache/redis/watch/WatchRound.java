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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.tier.stripe.WatchNames;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One round of the watch: the pod with the lease looks at the server and writes a report,
 * the others read it. Not thread-safe.
 */
final class WatchRound {

	private static final Log logger = LogFactory.getLog(WatchRound.class);

	/**
	 * Number of intervals after which a report is too old.
	 */
	private static final int REPORT_INTERVALS = 3;

	/**
	 * Number of intervals after which another pod takes over. That is before the report
	 * of a pod that died is too old.
	 */
	private static final int LEASE_INTERVALS = 2;

	private static final Duration CANARY_LIFE = Duration.ofDays(1);

	/**
	 * Time for which the marker of a cache's canary outlives the canary. It is longer
	 * than most values live, so Redis spares it where it evicts what expires next. It
	 * ends, because caches come and go.
	 */
	private static final Duration MARKER_OUTLIVES = Duration.ofDays(7);

	private static final String WATCHES = "W";

	private final ScriptRunner runner;

	private final ServerInfo info;

	private final WatchNames names;

	private final String pod;

	private final Duration interval;

	private final Supplier<Map<String, Duration>> caches;

	private final RedisWatch watch;

	private final WatchLog log = new WatchLog();

	private boolean watching;

	/**
	 * Create a round.
	 * @param connections the connections to Redis
	 * @param names the names of keys
	 * @param pod the name of this pod, which no other pod has
	 * @param interval the time between two rounds
	 * @param caches gives the names of the caches that share values by now, and how long
	 * each lets them live
	 * @param watch learns of the reports
	 */
	WatchRound(RedisTierConnections connections, WatchNames names, String pod, Duration interval,
			Supplier<Map<String, Duration>> caches, RedisWatch watch) {
		this.runner = connections.commands();
		this.info = new ServerInfo(connections.connectionFactory());
		this.names = names;
		this.pod = pod;
		this.interval = interval;
		this.caches = caches;
		this.watch = watch;
	}

	/**
	 * Make one round. Waits for the server. Whatever goes wrong, the next round may
	 * succeed.
	 */
	void run() {
		try {
			Reply bid = bid(this.interval.multipliedBy(LEASE_INTERVALS), "");
			WatchReport last = WatchReport.read(bid.text(1));
			boolean watched = this.watching;
			this.watching = bid.text(0).equals(WATCHES);
			// The pod that watches knows its own report, but not that of the one before.
			if (last != null && !(watched && this.watching)) {
				hear(last, false);
			}
			if (this.watching) {
				WatchReport report = look();
				hear(report, true);
				bid(this.interval.multipliedBy(LEASE_INTERVALS), report.write());
			}
			else if (last == null) {
				miss("The pod that watches Redis has not reported yet");
			}
		}
		catch (RedisUnavailableException ex) {
			missed(ex);
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Redis could not be watched", ex);
			miss("Redis could not be watched: " + ex.getClass().getName());
		}
	}

	private void hear(WatchReport report, boolean own) {
		RedisWatchStatus before = this.watch.current();
		this.watch.hear(report);
		this.log.heard(before, this.watch.current(), report, own);
	}

	/**
	 * Find out whether a server that answers, but with an error, is a replica. Such a
	 * server takes no changes, so it has no report either.
	 */
	private void missed(RedisUnavailableException failure) {
		if (failure.isAnswer()) {
			List<ServerFigures> reached = this.info.read();
			if (reached.stream().anyMatch(ServerFigures::isReplica)) {
				this.watch.miss("The Redis that this pod reaches is a replica and takes no changes",
						this.interval.multipliedBy(REPORT_INTERVALS), reached);
				this.log.reached(this.watch.current());
				return;
			}
		}
		miss("Redis does not answer: " + failure.getMessage());
	}

	private void miss(String reason) {
		this.watch.miss(reason, this.interval.multipliedBy(REPORT_INTERVALS));
	}

	/**
	 * Look after the canaries first, so that an eviction is counted by the server before
	 * it is asked.
	 */
	private WatchReport look() {
		List<Map.Entry<String, Duration>> living = new TreeMap<>(this.caches.get()).entrySet()
			.stream()
			.limit(WatchNames.CACHES)
			.toList();
		List<ScriptCall> calls = new ArrayList<>();
		for (int canary = 0; canary < WatchNames.CANARIES; canary++) {
			calls.add(call(this.names.canary(canary), this.names.marker(canary), this.names.nothing(canary),
					CANARY_LIFE));
		}
		for (Map.Entry<String, Duration> cache : living) {
			String name = cache.getKey();
			calls.add(call(this.names.canary(name), this.names.marker(name), this.names.nothing(name), cache.getValue())
				.argument(cache.getValue().plus(MARKER_OUTLIVES).toMillis()));
		}
		List<Reply> replies = this.runner.start(calls).await();
		Map<String, Tally> canaries = new LinkedHashMap<>();
		Map<String, Tally> caches = new LinkedHashMap<>();
		for (int i = 0; i < replies.size(); i++) {
			Reply reply = replies.get(i);
			if (reply.failure() == null) {
				Tally lost = new Tally(reply.text(0), Long.parseLong(reply.text(1)));
				if (i < WatchNames.CANARIES) {
					canaries.put(Integer.toString(i), lost);
				}
				else {
					caches.put(living.get(i - WatchNames.CANARIES).getKey(), lost);
				}
			}
		}
		return new WatchReport(this.info.read(), canaries, caches);
	}

	private ScriptCall call(byte[] canary, byte[] marker, byte[] nothing, Duration life) {
		return new ScriptCall(Script.WATCH_CANARY).key(canary)
			.key(marker)
			.key(nothing)
			.argument(this.pod)
			.argument(Math.max(1, life.toMillis()));
	}

	/**
	 * Let another pod watch, if this one does.
	 */
	void leave() {
		try {
			bid(Duration.ofMillis(1), "");
		}
		catch (RuntimeException ex) {
			// The lease ends by itself.
		}
	}

	private Reply bid(Duration lease, String report) {
		Instant asked = this.watch.now();
		Reply reply = this.runner.start(List.of(new ScriptCall(Script.WATCH).key(this.names.lease())
			.key(this.names.report())
			.key(this.names.nothing(0))
			.argument(this.pod)
			.argument(Math.max(1, lease.toMillis()))
			.argument(report)
			.argument(Math.max(1, this.interval.multipliedBy(REPORT_INTERVALS).toMillis())))).await().get(0);
		reply.requireSuccess();
		this.watch.tellTime(asked, reply.number(2));
		return reply;
	}

}
