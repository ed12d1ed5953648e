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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

import io.github.warmcache.sample.lab.Responses.Outcome;
import io.github.warmcache.sample.lab.Timeline.Event;
import io.github.warmcache.sample.lab.Timeline.Kind;
import io.github.warmcache.sample.lab.Timeline.Point;

/**
 * One service behind its load balancer, under load, through all that is done to its pods.
 */
final class Rollout implements AutoCloseable {

	/** As in the manifests of the sample. */
	private static final Duration PROBE_PERIOD = Duration.ofSeconds(2);

	/** As in the manifests of the sample. */
	private static final Duration PRE_STOP = Duration.ofSeconds(5);

	/** After which time a kubelet knows that a container is gone. */
	private static final Duration KUBELET_NOTICES = Duration.ofSeconds(1);

	private static final Duration START = Duration.ofMinutes(3);

	private static final int PODS = 3;

	private static final int NUMBERS = 3 * PODS;

	/** As many requests may be under way at once. */
	private static final int USERS = 96;

	private static final int MAX_SECONDS = 1500;

	private static final int POINT_SECONDS = 2;

	private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

	private final LabOptions options;

	private final LabServers servers;

	private final Variant variant;

	private final Console console;

	private final Path logs;

	private final Haproxy balancer;

	private final Load load;

	private final Deque<Pod> pods = new ArrayDeque<>();

	private final List<Event> events = new ArrayList<>();

	private int lastNumber;

	Rollout(LabOptions options, LabServers servers, ZipfKeys keys, Variant variant, Console console, Path logs) {
		this.options = options;
		this.servers = servers;
		this.variant = variant;
		this.console = console;
		this.logs = logs;
		servers.emptyRedis();
		this.balancer = new Haproxy(NUMBERS, PROBE_PERIOD, logs.resolve(variant.id() + "-haproxy.log"));
		List<Pod> first = IntStream.range(0, PODS).mapToObj((i) -> launch()).toList();
		first.forEach(this::awaitUp);
		this.pods.addAll(first);
		this.load = new Load(new CityQuestion(keys), this.balancer.port(), USERS, options.rate(), MAX_SECONDS);
	}

	List<ScenarioResult> run() {
		Pauses.of(Duration.ofSeconds(this.options.settleSeconds()));
		long steadyFrom = System.nanoTime();
		Pauses.of(window());
		Latencies steady = responses().latencies(-1, steadyFrom, System.nanoTime());
		this.console.tell("%s: steady p50 %.2f ms, p99 %.2f ms", this.variant.title(), steady.p50(), steady.p99());
		List<ScenarioResult> results = new ArrayList<>();
		for (Scenario scenario : Scenario.values()) {
			if (this.options.wants(scenario.id(), Scenario.ids())) {
				results.add(run(scenario, steady));
			}
		}
		return results;
	}

	private ScenarioResult run(Scenario scenario, Latencies steady) {
		ServerFigures before = this.servers.figures();
		long start = System.nanoTime();
		event(start, Kind.SCENARIO, scenario.title());
		List<NewPod> fresh = switch (scenario) {
			case ROLLING -> roll();
			case CRASH -> crash();
			case SCALE_OUT -> scaleOut();
		};
		long end = System.nanoTime();
		ServerFigures figures = this.servers.figures().since(before);
		long cold = fresh.stream()
			.mapToLong((each) -> responses().count(Outcome.COLD, each.pod().number(), each.firstNanos(), end))
			.sum();
		List<Latencies> each = fresh.stream().map(this::latencies).toList();
		ScenarioResult result = new ScenarioResult(scenario, this.variant, responses().count(start, end),
				responses().count(Outcome.ERROR, -1, start, end), steady, Latencies.of(each),
				each.stream().mapToDouble(Latencies::p99).max().orElse(Double.NaN),
				responses().latencies(-1, start, end), this.variant.tellsTiers() ? cold : -1, figures,
				fresh.stream().map(NewPod::readySeconds).toList());
		this.console.tell("%s: %s, %d errors, p99 of new pods %.2f ms = %.2f x steady, %d cold", this.variant.title(),
				scenario.title(), result.errors(), result.fresh().p99(), result.slowdown(), result.cold());
		return result;
	}

	/**
	 * Replace each pod as a Deployment does that may have one pod more than it wants, and
	 * none less.
	 */
	private List<NewPod> roll() {
		List<NewPod> fresh = new ArrayList<>();
		for (int i = 0; i < PODS; i++) {
			Pod pod = launch();
			fresh.add(awaitTraffic(pod, pod.startNanos()));
			// The next one only after minReadySeconds.
			Pauses.of(window());
			this.pods.addLast(pod);
			retire(this.pods.removeFirst());
		}
		return fresh;
	}

	private void retire(Pod pod) {
		this.balancer.leave(pod);
		Pauses.of(PRE_STOP);
		double seconds = pod.terminate(Duration.ofSeconds(30));
		this.console.tell("%s: pod %d left within %.1f s of SIGTERM", this.variant.title(), pod.number(), seconds);
	}

	/**
	 * Kill a pod. Its container is started again in the same pod, at the same address.
	 */
	private List<NewPod> crash() {
		Pod victim = this.pods.removeFirst();
		victim.kill();
		long gone = System.nanoTime();
		Pauses.of(KUBELET_NOTICES);
		this.balancer.down(victim);
		Pod pod = launch(victim.number(), victim.port());
		NewPod fresh = awaitTraffic(pod, gone);
		Pauses.of(window());
		this.pods.addLast(pod);
		return List.of(fresh);
	}

	private List<NewPod> scaleOut() {
		List<Pod> more = IntStream.range(0, PODS).mapToObj((i) -> launch()).toList();
		List<NewPod> fresh = more.stream().map((pod) -> awaitTraffic(pod, pod.startNanos())).toList();
		Pauses.of(window());
		this.pods.addAll(more);
		return fresh;
	}

	private Pod launch() {
		Pod pod = launch(++this.lastNumber, Ports.free());
		this.balancer.join(pod);
		return pod;
	}

	private Pod launch(int number, int port) {
		List<String> properties = new ArrayList<>(this.variant.properties());
		properties.addAll(this.servers.properties());
		List<String> jvm = new ArrayList<>(JVM);
		jvm.add("-Xlog:gc:file=" + this.logs.resolve("%s-pod%d-gc.log".formatted(this.variant.id(), number)));
		return Pod.launch(this.servers.image(), number, port,
				this.logs.resolve("%s-pod%d.log".formatted(this.variant.id(), number)), jvm, properties);
	}

	private void awaitUp(Pod pod) {
		if (!Pauses.until(START, () -> this.balancer.isUp(pod) || !pod.isAlive()) || !pod.isAlive()) {
			throw new IllegalStateException("Pod " + pod.number() + " of " + this.variant + " did not become ready");
		}
	}

	private NewPod awaitTraffic(Pod pod, long fromNanos) {
		awaitUp(pod);
		Pauses.until(Duration.ofSeconds(10), () -> responses().firstOf(pod.number(), fromNanos) >= 0);
		long first = responses().firstOf(pod.number(), fromNanos);
		if (first < 0) {
			throw new IllegalStateException("Pod " + pod.number() + " is up and gets no requests");
		}
		event(first, Kind.TRAFFIC, "pod " + pod.number());
		return new NewPod(pod, first, (first - pod.startNanos()) / 1e9);
	}

	private Latencies latencies(NewPod fresh) {
		return responses().latencies(fresh.pod().number(), fresh.firstNanos(), fresh.firstNanos() + window().toNanos());
	}

	private Responses responses() {
		return this.load.responses();
	}

	private Duration window() {
		return Duration.ofSeconds(this.options.windowSeconds());
	}

	private void event(long nanos, Kind kind, String text) {
		this.events.add(new Event(responses().schedule().secondsAt(nanos), kind, text));
	}

	/**
	 * Return the whole run so far.
	 */
	Timeline timeline() {
		List<Point> points = new ArrayList<>();
		long step = Duration.ofSeconds(POINT_SECONDS).toNanos();
		long start = responses().schedule().startNanos();
		for (long from = start; from + step < System.nanoTime(); from += step) {
			Latencies latencies = responses().latencies(-1, from, from + step);
			points.add(new Point((from - start) / 1e9, latencies.p50(), latencies.p99()));
		}
		return new Timeline(this.variant, points, List.copyOf(this.events));
	}

	@Override
	public void close() {
		this.load.close();
		this.pods.forEach(Pod::close);
		this.balancer.close();
	}

	/**
	 * A pod that is new to its users.
	 *
	 * @param pod the pod
	 * @param firstNanos when its first request was due
	 * @param readySeconds how long after its start that was
	 */
	private record NewPod(Pod pod, long firstNanos, double readySeconds) {

	}

}
