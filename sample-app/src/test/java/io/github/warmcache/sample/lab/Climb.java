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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Takes one rung after the other: starts its pods, loads them and ends them.
 */
final class Climb {

	/** As for the rollouts. */
	private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

	private static final Duration START = Duration.ofMinutes(5);

	private static final Duration END = Duration.ofSeconds(30);

	private static final Duration PROBE_PERIOD = Duration.ofSeconds(1);

	private static final int TIMEOUT_MILLIS = 5000;

	/** After a hundred requests Tomcat closes a connection. */
	private static final int REQUESTS_OF_A_LINE = 90;

	private final LadderOptions options;

	private final LabServers servers;

	private final Wrk wrk;

	private final long[] keys;

	private final Path logs;

	/** What every rung has to answer as the first one did. */
	private final Map<Long, String> answers = new HashMap<>();

	/**
	 * Prepare to climb.
	 * @param keys the cities in the order that they are asked for
	 */
	Climb(LadderOptions options, LabServers servers, Wrk wrk, long[] keys, Path logs) {
		this.options = options;
		this.servers = servers;
		this.wrk = wrk;
		this.keys = keys.clone();
		this.logs = logs;
	}

	/**
	 * Have the cache of a rung that asks Redis hold every city that will be asked for,
	 * which would take minutes where the database is far away.
	 * @return how many there are
	 */
	int fillRedis(Rung rung) {
		long[] distinct = Arrays.stream(this.keys).distinct().toArray();
		List<String> properties = new ArrayList<>(rung.properties(this.options.connections()));
		properties.addAll(this.servers.nearProperties());
		try (Pod pod = launch("fill-" + rung.id(), 0, JVM, properties)) {
			pod.awaitReady(START);
			long wrong = IntStream.rangeClosed(0, (distinct.length - 1) / REQUESTS_OF_A_LINE)
				.parallel()
				.mapToLong((i) -> {
					int from = i * REQUESTS_OF_A_LINE;
					long[] part = Arrays.copyOfRange(distinct, from,
							Math.min(from + REQUESTS_OF_A_LINE, distinct.length));
					return answers(pod.port(), part).entrySet()
						.stream()
						.filter((answer) -> !isCity(answer.getKey(), answer.getValue()))
						.count();
				})
				.sum();
			pod.terminate(END);
			if (wrong > 0) {
				throw new IllegalStateException(wrong + " cities could not be asked for");
			}
		}
		return distinct.length;
	}

	/**
	 * Measure a rung once.
	 */
	Visit visit(Rung rung, int round) {
		ServerFigures before = this.servers.settledFigures();
		List<Pod> pods = IntStream.rangeClosed(1, rung.pods())
			.mapToObj((number) -> launch(rung, round, number))
			.toList();
		try {
			pods.forEach((pod) -> pod.awaitReady(START));
			if (pods.size() == 1) {
				return measure(rung, pods, pods.get(0).port(), before);
			}
			try (Haproxy balancer = new Haproxy(pods.size(), PROBE_PERIOD, this.logs.resolve("haproxy.log"))) {
				pods.forEach(balancer::join);
				if (!Pauses.until(START, () -> pods.stream().allMatch(balancer::isUp))) {
					throw new IllegalStateException("The load balancer does not see all pods");
				}
				return measure(rung, pods, balancer.port(), before);
			}
		}
		finally {
			pods.forEach(Pod::close);
		}
	}

	private Visit measure(Rung rung, List<Pod> pods, int port, ServerFigures before) {
		long wrong = wrong(port);
		// Pods share the processors, and each has to be compiled.
		Duration warmUp = Duration.ofSeconds(this.options.warmUpSeconds()).multipliedBy(pods.size());
		long requests = this.wrk.run(port, warmUp).report().requests();
		long commands = this.servers.figures().redisCommands();
		Duration ofPods = cpuTime(pods);
		Duration ofMachine = Cores.busySinceBoot();
		Instant from = Instant.now();
		Wrk.Run run = this.wrk.run(port, Duration.ofSeconds(this.options.seconds()));
		Instant to = Instant.now();
		Cores cores = Cores.of(Duration.between(from, to), cpuTime(pods).minus(ofPods), run.cpuTime(),
				Cores.busySinceBoot().minus(ofMachine));
		commands = this.servers.figures().redisCommands() - commands;
		wrong += wrong(port);
		pods.forEach((pod) -> pod.terminate(END));
		requests += run.report().requests() + 2L * sample().length;
		ServerFigures figures = this.servers.settledFigures().since(before);
		return new Visit(rung, run.report(), wrong, (double) figures.queries() / requests,
				(double) commands / run.report().requests(), cores, new Visit.Window(from, to));
	}

	private static Duration cpuTime(List<Pod> pods) {
		return pods.stream().map(Pod::cpuTime).reduce(Duration.ZERO, Duration::plus);
	}

	private Pod launch(Rung rung, int round, int number) {
		List<String> properties = new ArrayList<>(rung.properties(this.options.connections()));
		properties.addAll(this.servers.properties());
		List<String> jvm = new ArrayList<>(JVM);
		if (this.options.profile()) {
			// The recorder and an archive of the classes of an application do not go
			// together in Java 17.
			jvm.add("-Xshare:off");
			jvm.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording(rung, number));
		}
		return launch("%s-round%d".formatted(rung.id(), round), number, jvm, properties);
	}

	private Pod launch(String name, int number, List<String> jvm, List<String> properties) {
		return Pod.launch(this.servers.image(), number, Ports.free(),
				this.logs.resolve("%s-pod%d.log".formatted(name, number)), jvm, properties);
	}

	/**
	 * Return where a pod that is looked into writes what it did.
	 */
	Path recording(Rung rung, int number) {
		return this.logs.resolve("%s-pod%d.jfr".formatted(rung.id(), number)).toAbsolutePath();
	}

	private long[] sample() {
		return LongStream.of(this.keys).distinct().limit(REQUESTS_OF_A_LINE).toArray();
	}

	private long wrong(int port) {
		Map<Long, String> found = answers(port, sample());
		return found.entrySet().stream().filter((answer) -> {
			this.answers.putIfAbsent(answer.getKey(), answer.getValue());
			return !isCity(answer.getKey(), answer.getValue())
					|| !answer.getValue().equals(this.answers.get(answer.getKey()));
		}).count();
	}

	private static boolean isCity(long key, String answer) {
		return answer.startsWith("{\"id\":" + key + ",");
	}

	/**
	 * Ask for some cities.
	 * @return the answer of each, empty where there was none that is one
	 */
	private static Map<Long, String> answers(int port, long[] keys) {
		Map<Long, String> answers = new HashMap<>();
		try (HttpLine line = new HttpLine(port, TIMEOUT_MILLIS)) {
			for (long key : keys) {
				HttpLine.Answer answer = line.get("/cities/" + key);
				answers.put(key, (answer.status() == 200) ? answer.body() : "");
			}
		}
		catch (IOException ex) {
			for (long key : keys) {
				answers.putIfAbsent(key, "");
			}
		}
		return answers;
	}

}
