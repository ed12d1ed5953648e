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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * What a snapshot promises to a container that is started again beside it.
 */
final class SnapshotChecks {

	private static final Duration END = Duration.ofSeconds(30);

	private static final List<String> JVM = List.of("-Xmx384m");

	/** Rome. */
	private static final long CITY = 3169070;

	private static final long CHANGED = 77;

	private final Fleet fleet;

	SnapshotChecks(Fleet fleet) {
		this.fleet = fleet;
	}

	List<Check> restarts() {
		Path directory = createDirectory();
		try {
			return restarts("warmcache.snapshots.directory=" + directory);
		}
		finally {
			delete(directory);
		}
	}

	private List<Check> restarts(String snapshots) {
		List<Check> checks = new ArrayList<>();
		Pod first = start("fills the shared tier, leaves a snapshot", snapshots);
		first.terminate(END);
		// One after the other, so that neither has a neighbour that has just started.
		Pod restarted = start("has a snapshot", snapshots);
		WarmupView view = WarmupView.of(restarted);
		restarted.terminate(END);
		Pod shared = start("has no snapshot");
		WarmupView sharedView = WarmupView.of(shared);
		double ratio = (double) view.perSecond() / sharedView.perSecond();
		checks.add(Check.that("snapshot: cities come from it", view.isWarm() && view.from().equals("snapshot"),
				"%s from %s, %d entries", view.state(), view.from(), view.entries()));
		checks.add(Check.that("snapshot: at least 2 x the entries/s of the shared tier", ratio >= 2,
				"%d/s, %d/s from %s, x %.2f", view.perSecond(), sharedView.perSecond(), sharedView.from(), ratio));
		checks.add(changedWhileAway(shared, snapshots));
		checks.addAll(withoutServers(snapshots));
		return checks;
	}

	private Check changedWhileAway(Pod other, String snapshots) {
		try {
			int status = other.put("/cities/" + CITY, "{\"population\":" + CHANGED + "}").status();
			if (status != 204) {
				throw new IllegalStateException("A change was answered with " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Pod pod = this.fleet.launch(JVM, snapshots);
		pod.awaitReady(Fleet.START);
		long ready = System.nanoTime();
		boolean fresh = Pauses.until(Duration.ofSeconds(10),
				() -> population(pod).contains("\"population\":" + CHANGED));
		double seconds = (System.nanoTime() - ready) / 1e9;
		pod.terminate(END);
		return Check.that("snapshot: what changed meanwhile is stale for at most 2 s after ready",
				fresh && seconds <= 2, fresh ? "fresh after %.2f s" : "stale for %.2f s and longer", seconds);
	}

	private static String population(Pod pod) {
		try {
			return pod.get("/cities/" + CITY).body();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private List<Check> withoutServers(String snapshots) {
		this.fleet.servers().redis().stop();
		this.fleet.servers().postgres().stop();
		try {
			// Migrations are another pod's: this one has no database.
			Pod pod = this.fleet.launch(JVM, snapshots, "spring.flyway.enabled=false");
			boolean ready = Pauses.until(Duration.ofMinutes(2), () -> pod.isReady() || !pod.isAlive()) && pod.isAlive();
			WarmupView view = WarmupView.of(pod);
			boolean serves = population(pod).startsWith("{\"id\":" + CITY + ",");
			return List.of(Check.that("snapshot: ready and serving with Redis and PostgreSQL both stopped",
					ready && serves && view.from().equals("snapshot"), "%s, %s from %s, %d entries, a city is %s",
					ready ? "ready" : "not ready", view.state(), view.from(), view.entries(),
					serves ? "served" : "not served"));
		}
		finally {
			this.fleet.servers().redis().start();
			this.fleet.servers().postgres().start();
		}
	}

	private Pod start(String what, String... properties) {
		Pod pod = this.fleet.launch(JVM, properties);
		double seconds = pod.awaitReady(Fleet.START);
		WarmupView view = WarmupView.of(pod);
		this.fleet.console()
			.tell("snapshot: a pod that %s is ready after %.1f s: %d cities from %s at %d/s", what, seconds,
					view.entries(), view.from(), view.perSecond());
		return pod;
	}

	private static Path createDirectory() {
		try {
			return Files.createTempDirectory("atlas-snapshots-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
