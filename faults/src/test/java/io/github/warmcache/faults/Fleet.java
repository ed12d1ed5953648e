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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.StallWatch;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one service with their servers, their kubelet and their oracle.
 */
final class Fleet implements AutoCloseable {

	/** How many keys of each cache there are. */
	static final int KEYS = 100;

	/** For a pod that starts on a machine that others use, too. */
	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private final String name;

	private final Topology topology;

	private final Database database;

	private final Oracle oracle;

	private final List<PodProcess> pods = new CopyOnWriteArrayList<>();

	private final Evidence evidence;

	private final Stalls stalls = new Stalls();

	private final Hearing hearing;

	private final StallWatch watch;

	private final ServerWatch serverWatch;

	private final PodLauncher launcher;

	private final Probes probes;

	private final Traffic traffic = new Traffic(this.pods);

	private int started;

	private int nextKey = 1000;

	Fleet(String name, Topology topology, Database database, Duration bound, Evidence evidence, String... properties) {
		this.name = name;
		this.topology = topology;
		this.database = database;
		this.evidence = evidence;
		this.oracle = new Oracle(bound.toNanos(), this.stalls);
		this.hearing = new Hearing(this.oracle, this.stalls, evidence);
		StallWatch.Listener listener = (start, end) -> this.hearing.stalled(new Stall(Stalls.SUITE, start, end));
		this.watch = StallWatch.start(listener);
		this.serverWatch = ServerWatch.start(listener);
		this.launcher = new PodLauncher(name, topology, database, List.of(properties), this.hearing);
		this.probes = new Probes(() -> this.pods, this.stalls);
	}

	static <T> T require(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

	/**
	 * Starts pods and waits for them.
	 * @throws java.util.concurrent.CompletionException if one of them does not come
	 */
	List<PodProcess> join(int count) {
		List<PodProcess> joining = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			joining.add(this.launcher.launch(this.started++));
		}
		try {
			joining.forEach((pod) -> pod.awaitStart(PATIENCE));
		}
		catch (RuntimeException ex) {
			joining.forEach(PodProcess::close);
			throw ex;
		}
		this.pods.addAll(joining);
		return joining;
	}

	/**
	 * Has every pod do for a while what it will be judged for, and finds the load that
	 * fits.
	 */
	void rehearse() {
		new Rehearsal(this).perform();
		this.evidence.say(this.name + ": " + this.traffic.pace());
	}

	/**
	 * The load of the pods.
	 */
	Traffic traffic() {
		return this.traffic;
	}

	/**
	 * Waits until each pod hears of the changes of the next one at once: where a machine
	 * is busy with starting pods, Redis may have seemed to be down.
	 */
	void awaitCoherence() {
		int key = newKeys(1);
		this.database.execute("insert into item (cache, key) values (0, " + key + ")");
		Awaitility.await("coherent pods").atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> {
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

	/**
	 * Takes a pod out: from now on nobody expects it to answer.
	 */
	void leave(PodProcess pod) {
		this.pods.remove(pod);
		this.traffic.forget(pod);
	}

	/**
	 * Whether it is the fleet of a name, and has pods that a fault can be shown with.
	 */
	boolean isWhole(String name) {
		return this.name.equals(name) && this.pods.size() > 1;
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

	/**
	 * Return the name, which is also the namespace of its pods.
	 */
	String name() {
		return this.name;
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
		return this.hearing.failureTexts();
	}

	Stalls stalls() {
		return this.stalls;
	}

	/**
	 * Returns when all stalls until now are known.
	 */
	void awaitStalls() {
		tellAll("stalls");
		this.watch.await();
		this.serverWatch.tick();
	}

	/**
	 * Takes every fault of the network, of Redis and of pods away.
	 */
	void heal() {
		this.topology.heal();
		this.pods.stream().filter(PodProcess::isFrozen).forEach(PodProcess::thaw);
	}

	/**
	 * Takes everything away that may be wrong, also with the database.
	 */
	void mend() {
		heal();
		this.database.server().start();
		this.database.brake(0);
		awaitDatabase();
	}

	/**
	 * Ends the load and returns when no call is under way.
	 */
	void calm() {
		this.pods.forEach(this.traffic::forget);
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

	/**
	 * Ends the load before the connections: what a call throws whose connection is taken
	 * away is nobody's fault.
	 */
	@Override
	public void close() {
		this.probes.close();
		this.watch.close();
		this.serverWatch.close();
		this.pods.stream()
			.map((pod) -> pod.ask("stop").orTimeout(30, TimeUnit.SECONDS).exceptionally((failure) -> "failed"))
			.toList()
			.forEach(CompletableFuture::join);
		this.pods.forEach(PodProcess::close);
		this.topology.close();
	}

}
