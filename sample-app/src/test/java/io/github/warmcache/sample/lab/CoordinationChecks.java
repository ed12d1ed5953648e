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

package io.github.warmcache.sample.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What pods that warm side by side promise.
 */
final class CoordinationChecks {

	/** Makes a load last long enough to do something to it half-way. */
	private static final String SLOWLY = "warmcache.caches.cities.warmup.rate-limit=15000";

	private static final Duration LEASE = Duration.ofSeconds(10);

	private static final List<String> JVM = List.of("-Xmx384m");

	private final Fleet fleet;

	CoordinationChecks(Fleet fleet) {
		this.fleet = fleet;
	}

	List<Check> together() {
		List<Pod> pods = IntStream.range(0, 6).mapToObj((i) -> this.fleet.launch(JVM)).toList();
		Map<Pod, WarmupView> ready = this.fleet.watchUntilReady(pods);
		long notWarm = ready.values().stream().filter((view) -> !isWhole(view)).count();
		long rows = this.fleet.figuresOfEndedPods().rows();
		return List.of(
				Check.that("6 pods start together and all become ready", ready.size() == 6, "%d ready", ready.size()),
				Check.that("no pod is ready before it is warm", notWarm == 0, "%d were", notWarm),
				rows("6 pods start together: rows read at most 1.1 x the table", rows, 1.1));
	}

	List<Check> leaderKilled() {
		List<Pod> pods = IntStream.range(0, 3).mapToObj((i) -> this.fleet.launch(JVM, SLOWLY)).toList();
		Pod leader = awaitHalf(pods);
		if (leader == null) {
			return List.of(Check.that("a leader is killed half-way", false, "no pod was seen to load"));
		}
		leader.kill();
		this.fleet.console().tell("leader: pod %d is killed", leader.number());
		List<Pod> left = pods.stream().filter((pod) -> pod != leader).toList();
		Map<Pod, WarmupView> ready = this.fleet.watchUntilReady(left);
		long whole = ready.values().stream().filter(this::isWhole).count();
		long rows = this.fleet.figuresOfEndedPods().rows();
		return List.of(Check.that("leader killed half-way: all others become warm", whole == left.size(), "%d of %d",
				whole, left.size()), rows("leader killed half-way: rows read at most 1.5 x the table", rows, 1.5));
	}

	List<Check> terminated() {
		List<Pod> pods = IntStream.range(0, 2).mapToObj((i) -> this.fleet.launch(JVM, SLOWLY)).toList();
		Pod leader = awaitHalf(pods);
		if (leader == null) {
			return List.of(Check.that("a pod is told to end while it warms", false, "no pod was seen to load"));
		}
		List<Check> checks = new ArrayList<>();
		String held = leases();
		checks.add(Check.that("SIGTERM: a lease is held while a pod loads", !held.isEmpty(), "%s",
				held.isEmpty() ? "none" : held));
		double seconds = leader.terminate(Duration.ofSeconds(30));
		checks.add(Check.that("SIGTERM while loading: exit within 2 s", seconds <= 2, "%.2f s", seconds));
		for (Pod pod : pods) {
			if (pod != leader) {
				double follower = pod.terminate(Duration.ofSeconds(30));
				checks.add(Check.that("SIGTERM while waiting for the leader: exit within 2 s", follower <= 2, "%.2f s",
						follower));
			}
		}
		String left = leases();
		checks.add(Check.that("SIGTERM: what is left of a lease ends by itself", !left.contains("=-1"), "%s",
				left.isEmpty() ? "nothing is left" : "left with milliseconds to live: " + left));
		boolean gone = Pauses.until(LEASE.plusSeconds(1), () -> leases().isEmpty());
		checks.add(Check.that("SIGTERM: no lease is left after its time", gone, "%s", gone ? "none" : leases()));
		return checks;
	}

	/**
	 * Wait until one of several pods has loaded half of the cities.
	 * @return the pod that loads them from the database: the one whose last statement was
	 * about cities, which for moments may be one that ends a transaction
	 */
	private @Nullable Pod awaitHalf(List<Pod> pods) {
		long half = this.fleet.cities() / 2;
		AtomicReference<@Nullable Pod> leader = new AtomicReference<>();
		Pauses.until(Fleet.START, () -> {
			Map<Pod, WarmupView> views = pods.stream().collect(Collectors.toMap((pod) -> pod, WarmupView::of));
			if (views.values().stream().anyMatch(WarmupView::ready)) {
				return true;
			}
			if (views.values().stream().anyMatch((view) -> view.from().equals("source") && view.entries() >= half)) {
				pods.stream()
					.filter((pod) -> this.fleet.servers().askedForCities("pod" + pod.number()))
					.findFirst()
					.ifPresent(leader::set);
			}
			return leader.get() != null;
		});
		return leader.get();
	}

	/**
	 * Return the leases of loads, with the milliseconds that each has left.
	 */
	private String leases() {
		return String.valueOf(this.fleet.servers().redis().command("EVAL", """
				local found = ''
				for _, key in ipairs(redis.call('keys', '*:load:*')) do
					if string.sub(key, -6) == ':lease' then
						found = found .. key .. '=' .. redis.call('pttl', key) .. ' '
					end
				end
				return found""", "0"));
	}

	private boolean isWhole(WarmupView view) {
		return view.isWarm() && view.entries() >= this.fleet.cities();
	}

	private Check rows(String name, long rows, double most) {
		double share = (double) rows / this.fleet.cities();
		return Check.that(name, share <= most, "%d rows, %.2f x %d", rows, share, this.fleet.cities());
	}

}
