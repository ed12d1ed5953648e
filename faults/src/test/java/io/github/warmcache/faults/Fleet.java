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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.faults.pod.Call;
import io.github.warmcache.testsupport.Servers;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one service with their servers, their kubelet and their oracle.
 */
final class Fleet implements AutoCloseable {

	/** How many keys of each cache there are. */
	static final int KEYS = 100;

	private final String name;

	private final Topology topology;

	private final Database database;

	private final List<String> properties;

	private final Oracle oracle;

	private final List<PodProcess> pods = new CopyOnWriteArrayList<>();

	private final Set<String> failureTexts = new ConcurrentSkipListSet<>();

	private final Probes probes;

	private int started;

	private int nextKey = 1000;

	Fleet(String name, Topology topology, Database database, Duration bound, String... properties) {
		this.name = name;
		this.topology = topology;
		this.database = database;
		this.oracle = new Oracle(bound.toNanos());
		this.properties = List.of(properties);
		this.probes = new Probes(() -> this.pods);
	}

	static <T> T require(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

	/**
	 * Starts pods and waits for them.
	 */
	List<PodProcess> join(int count) {
		List<PodProcess> joining = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			joining.add(launch(this.started++));
		}
		joining.forEach((pod) -> {
			pod.awaitStart();
			this.pods.add(pod);
		});
		return joining;
	}

	/**
	 * Has every pod do for a while what it will be judged for: on two cores, three pods
	 * whose code is not compiled yet keep each other from answering in time.
	 */
	void rehearse() {
		load(200, 50, 0);
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
		calm();
	}

	/**
	 * Waits until each pod hears of the changes of the next one at once: where a machine
	 * is busy with starting pods, Redis may have seemed to be down.
	 */
	void awaitCoherence() {
		int key = newKeys(1);
		this.database.execute("insert into item (cache, key) values (0, " + key + ")");
		Awaitility.await("coherent pods").atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(() -> {
			tellAll("read 0 " + key);
			boolean coherent = true;
			for (PodProcess pod : this.pods) {
				long version = Long.parseLong(pod.tell("change 0 " + key).split(" ")[0]);
				long start = System.nanoTime();
				tellAll("poll 0 " + key + " " + version);
				coherent &= System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(300);
			}
			return coherent;
		});
	}

	private PodProcess launch(int number) {
		List<String> all = new ArrayList<>(this.properties);
		all.add("warmcache.namespace=" + this.name);
		all.addAll(this.topology.properties(number));
		all.addAll(Arrays.asList(Servers.properties(this.database.connection())));
		Path logs = Path.of(System.getProperty("faults.logs", "target/pods"));
		try {
			Files.createDirectories(logs);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new PodProcess(number, all, new Listener(), logs.resolve(this.name + "-" + number + ".log"));
	}

	/**
	 * Takes a pod out: from now on nobody expects it to answer.
	 */
	void leave(PodProcess pod) {
		this.pods.remove(pod);
	}

	List<PodProcess> pods() {
		return this.pods;
	}

	/**
	 * Return the first of some keys that nobody used yet.
	 */
	int newKeys(int count) {
		int first = this.nextKey;
		this.nextKey += count;
		return first;
	}

	Topology topology() {
		return this.topology;
	}

	Standalone standalone() {
		return (Standalone) this.topology;
	}

	Database database() {
		return this.database;
	}

	Oracle oracle() {
		return this.oracle;
	}

	Probes probes() {
		return this.probes;
	}

	/**
	 * Return what calls threw since the last time.
	 */
	List<String> failureTexts() {
		List<String> texts = List.copyOf(this.failureTexts);
		this.failureTexts.clear();
		return texts;
	}

	/**
	 * Has every pod read and change at a rate, or no more after 0.
	 */
	void load(int readsPerSecond, int writesPerSecond, long seed) {
		for (PodProcess pod : this.pods) {
			pod.tell("load %d %d %d %d".formatted(readsPerSecond, writesPerSecond, KEYS, (int) seed + pod.number()));
		}
	}

	/**
	 * Ends the load and returns when no call is under way.
	 */
	void calm() {
		tellAll("stop");
	}

	/**
	 * Waits until the connection pool of every pod found that the database is back. It
	 * belongs to the application: HikariCP tries less and less often, with pauses that
	 * double up to ten seconds, and meanwhile repeats the last failure.
	 * @return how long the last of them took, in milliseconds
	 */
	long awaitDatabase() {
		return tellAll("database").stream().mapToLong(Long::parseLong).max().orElse(0);
	}

	/**
	 * Has every pod read every key.
	 */
	void sweep() {
		tellAll("sweep " + KEYS);
	}

	List<String> tellAll(String command) {
		List<CompletableFuture<String>> answers = this.pods.stream().map((pod) -> pod.ask(command)).toList();
		return answers.stream().map((answer) -> answer.orTimeout(60, TimeUnit.SECONDS).join()).toList();
	}

	@Override
	public void close() {
		this.probes.close();
		this.pods.forEach(PodProcess::close);
		this.topology.close();
	}

	private final class Listener implements PodProcess.CallListener {

		@Override
		public void called(int pod, Call call) {
			Fleet.this.oracle.accept(pod, call);
		}

		@Override
		public void failed(int pod, String text) {
			if (Fleet.this.failureTexts.size() < 10) {
				Fleet.this.failureTexts.add(text);
			}
		}

	}

}
