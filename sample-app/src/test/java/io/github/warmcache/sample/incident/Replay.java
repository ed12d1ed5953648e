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

package io.github.warmcache.sample.incident;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.warmcache.histories.HistoriesApplication;
import io.github.warmcache.sample.incident.Second.PodSecond;
import io.github.warmcache.sample.lab.Console;
import io.github.warmcache.sample.lab.Load;
import io.github.warmcache.sample.lab.Pauses;
import io.github.warmcache.sample.lab.Pod;
import io.github.warmcache.sample.lab.Ports;
import io.github.warmcache.sample.lab.Responses;
import io.github.warmcache.sample.lab.Responses.Outcome;
import io.github.warmcache.sample.lab.ZipfKeys;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * One setting, from pods that are well to the end of the incident.
 */
final class Replay implements AutoCloseable {

	private static final List<String> JVM = List.of("-Xms192m", "-Xmx192m", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1");

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration START = Duration.ofMinutes(3);

	/** Requests that may be under way at once at a pod. */
	private static final int USERS_OF_A_POD = 24;

	private final IncidentOptions options;

	private final Setting setting;

	private final TestDatabase database;

	private final Console console;

	private final Path logs;

	private final OwnRedisServer redis;

	private final List<Pod> pods = new ArrayList<>();

	private final List<Load> loads = new ArrayList<>();

	private @Nullable Pod newPod;

	private @Nullable Tenant tenant;

	Replay(IncidentOptions options, Setting setting, TestDatabase database, Console console, Path logs) {
		this.options = options;
		this.setting = setting;
		this.database = database;
		this.console = console;
		this.logs = logs;
		this.redis = Servers.newRedis("maxmemory 40mb", "maxmemory-policy " + setting.policy());
	}

	Course run() {
		Users.fill(this.redis);
		for (int number = 1; number <= this.options.pods(); number++) {
			this.pods.add(launch(number));
		}
		this.pods.forEach((pod) -> pod.awaitReady(START));
		tell("all pods are ready, %.1f of 40 MB of Redis are in use", info("used_memory") / 1048576.0);
		int perSecond = this.options.rate() / this.pods.size();
		int tenantAt = this.options.healthySeconds(this.setting);
		int end = tenantAt + this.options.incidentSeconds(this.setting);
		for (Pod pod : this.pods) {
			ZipfKeys users = new ZipfKeys(Users.ids(), this.options.seed() + pod.number());
			this.loads.add(new Load(new DecisionQuestion(users, pod.number()), pod.port(), USERS_OF_A_POD, perSecond,
					2 * end));
		}
		int newPodAt = tenantAt + this.options.incidentSeconds(this.setting) / 4;
		List<Look> looks = new ArrayList<>();
		long start = System.nanoTime();
		for (int at = 0; at < end; at++) {
			if (at == tenantAt) {
				tell("the tenant starts");
				this.tenant = new Tenant(this.redis);
			}
			if (at == newPodAt) {
				tell("one more pod starts");
				this.newPod = launch(this.pods.size() + 1);
			}
			Users.update(this.redis, at);
			Pauses.until(start + SECOND.multipliedBy(at + 1).toNanos());
			looks.add(look());
			if (at % 10 == 9) {
				tell("%.0f %% of the answers are wrong", 100 * second(at, start, looks.get(at)).wrongShare());
			}
		}
		// What is still under way belongs to the second in which it was due.
		this.loads.forEach(Load::close);
		List<Second> seconds = IntStream.range(0, looks.size())
			.mapToObj((at) -> second(at, start, looks.get(at)))
			.toList();
		return new Course(this.setting, seconds, tenantAt, newPodAt);
	}

	private Pod launch(int number) {
		List<String> command = Stream
			.of(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), JVM.stream(),
					Stream.of("-cp", System.getProperty("java.class.path"), HistoriesApplication.class.getName()))
			.flatMap((part) -> part)
			.toList();
		List<String> properties = new ArrayList<>(List.of(Servers.properties(this.redis, this.database)));
		properties.add("spring.profiles.active=" + this.setting.profile());
		properties.addAll(this.options.properties());
		return Pod.launch(command, number, Ports.free(),
				this.logs.resolve("%s-pod%d.log".formatted(this.setting.id(), number)), properties);
	}

	private Look look() {
		List<@Nullable PodReport> reports = new ArrayList<>();
		this.pods.forEach((pod) -> reports.add(PodReport.of(pod)));
		return new Look(reports, (this.newPod != null) ? PodReport.of(this.newPod) : null, info("evicted_keys"),
				(this.tenant != null) ? this.tenant.refused() : 0);
	}

	private Second second(int at, long start, Look look) {
		long from = start + SECOND.multipliedBy(at).toNanos();
		long to = from + SECOND.toNanos();
		List<PodSecond> served = new ArrayList<>();
		for (int i = 0; i < this.loads.size(); i++) {
			Responses responses = this.loads.get(i).responses();
			served.add(new PodSecond(responses.count(from, to), responses.count(Outcome.WRONG, -1, from, to),
					responses.count(Outcome.ERROR, -1, from, to), responses.latencies(-1, from, to).p99(),
					look.reports.get(i)));
		}
		return new Second(at, served, look.newPod, look.evicted, look.refused);
	}

	/**
	 * Return a figure that Redis tells about itself.
	 */
	private long info(String name) {
		return String.valueOf(this.redis.command("INFO"))
			.lines()
			.filter((line) -> line.startsWith(name + ":"))
			.mapToLong((line) -> Long.parseLong(line.substring(name.length() + 1).strip()))
			.findFirst()
			.orElseThrow();
	}

	private void tell(String format, Object... arguments) {
		this.console.tell(this.setting.title() + ": " + format, arguments);
	}

	@Override
	public void close() {
		if (this.tenant != null) {
			this.tenant.close();
		}
		this.loads.forEach(Load::close);
		if (this.newPod != null) {
			this.newPod.close();
		}
		this.pods.forEach(Pod::close);
		this.redis.close();
	}

	/**
	 * What is to be seen at the end of a second.
	 *
	 * @param reports what the pods say that serve users
	 * @param newPod what a pod says that was started meanwhile
	 * @param evicted how many keys Redis has evicted
	 * @param refused how many writes of the tenant Redis has refused
	 */
	private record Look(List<@Nullable PodReport> reports, @Nullable PodReport newPod, long evicted, long refused) {

	}

}
