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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pods without a load balancer, of which each is watched.
 */
final class Fleet {

	/** How long the JVMs of a whole fleet take at most to start on one machine. */
	static final Duration START = Duration.ofMinutes(5);

	private static final Duration END = Duration.ofSeconds(30);

	private final LabServers servers;

	private final Console console;

	private final Path logs;

	private final List<Pod> pods = new ArrayList<>();

	private final long cities;

	private String scenario = "";

	private int lastNumber;

	private ServerFigures before;

	Fleet(LabServers servers, Console console, Path logs) {
		this.servers = servers;
		this.console = console;
		this.logs = logs;
		this.cities = servers.cityIds().length;
		this.before = servers.figures();
	}

	/**
	 * Begin anew, with an empty Redis.
	 */
	void begin(String scenario) {
		this.scenario = scenario;
		this.lastNumber = 0;
		this.servers.emptyRedis();
		this.before = this.servers.settledFigures();
	}

	void end() {
		this.pods.forEach(Pod::close);
		this.pods.clear();
	}

	LabServers servers() {
		return this.servers;
	}

	Console console() {
		return this.console;
	}

	long cities() {
		return this.cities;
	}

	/**
	 * Begin to start a pod with the configuration of the sample and some more.
	 */
	Pod launch(List<String> jvm, String... properties) {
		int number = ++this.lastNumber;
		List<String> all = new ArrayList<>(List.of("atlas.publish-countries=false", "spring.main.banner-mode=off"));
		all.addAll(this.servers.properties());
		// By which the database tells the pods apart.
		all.add("spring.datasource.hikari.data-source-properties.ApplicationName=pod" + number);
		all.addAll(Arrays.asList(properties));
		List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC"));
		options.addAll(jvm);
		Pod pod = Pod.launch(this.servers.image(), number, Ports.free(),
				this.logs.resolve("fleet-%s-pod%d.log".formatted(this.scenario, number)), options, all);
		this.pods.add(pod);
		return pod;
	}

	/**
	 * Return what the servers had to do since the scenario began, once all its pods have
	 * ended.
	 */
	ServerFigures figuresOfEndedPods() {
		this.pods.stream().filter(Pod::isAlive).forEach((pod) -> pod.terminate(END));
		return this.servers.settledFigures().since(this.before);
	}

	/**
	 * Watch pods until each that is alive is ready.
	 * @return what each said of its cities when it was first seen to be ready
	 */
	Map<Pod, WarmupView> watchUntilReady(List<Pod> watched) {
		Map<Pod, WarmupView> ready = new HashMap<>();
		boolean all = Pauses.until(START, () -> {
			for (Pod pod : watched) {
				if (!ready.containsKey(pod)) {
					WarmupView view = WarmupView.of(pod);
					if (view.ready()) {
						ready.put(pod, view);
						this.console.tell("%s: pod %d is ready after %.1f s with %d cities, %s from %s", this.scenario,
								pod.number(), (System.nanoTime() - pod.startNanos()) / 1e9, view.entries(),
								view.state(), view.from());
					}
				}
			}
			return watched.stream().filter(Pod::isAlive).allMatch(ready::containsKey);
		});
		if (!all) {
			this.console.tell("%s: not all pods became ready", this.scenario);
		}
		return ready;
	}

}
