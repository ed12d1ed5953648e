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

import java.sql.Connection;
import java.util.List;

import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Stage.Window;

/**
 * What happens to the database, and to pods.
 */
final class DatabaseFaults {

	/** A pod whose code is not compiled yet starves the others of a small machine. */
	private static final Load JOINER = new Load(100, 20);

	private static final int PODS = 3;

	private final double seconds;

	DatabaseFaults(double seconds) {
		this.seconds = seconds;
	}

	List<Fault> all() {
		return List.of(new Fault("postgres killed and restarted", Load.USUAL, Limits.NONE, this::kill),
				new Fault("postgres slow (pg_sleep 100 ms)", Load.USUAL, Limits.NONE, (stage) -> slow(stage, 0.1)),
				new Fault("postgres too slow (pg_sleep 3 s)", Load.USUAL, Limits.NONE, (stage) -> slow(stage, 3)),
				new Fault("table locked", Load.USUAL, Limits.NONE, this::lock),
				new Fault("pod frozen with a lease", Load.HEAVY, Limits.NONE, this::freezePod),
				new Fault("pods join and leave", Load.HEAVY, Limits.NONE, this::joinAndLeave));
	}

	void kill(Stage stage) {
		Window window = stage.databaseFails();
		stage.fleet().database().server().kill();
		stage.hold(this.seconds);
		stage.fleet().database().server().start();
		long pools = stage.fleet().awaitDatabase();
		window.heals();
		stage.note("pools found it after " + pools + " ms");
	}

	void slow(Stage stage, double pause) {
		Window window = stage.databaseFails();
		stage.fleet().database().brake(pause);
		stage.hold(this.seconds);
		stage.fleet().database().brake(0);
		// Some loads still sleep.
		stage.hold(Math.min(pause, 3));
		window.heals();
	}

	void lock(Stage stage) throws Exception {
		Window window = stage.databaseFails();
		try (Connection lock = stage.fleet().database().lock()) {
			stage.hold(this.seconds);
			lock.rollback();
		}
		window.heals();
	}

	void freezePod(Stage stage) {
		// With loads that take their time, every pod holds leases at any moment.
		stage.fleet().database().brake(0.15);
		stage.hold(1);
		PodProcess pod = stage.victim();
		Window window = stage.podFails(pod);
		pod.freeze();
		try {
			stage.hold(this.seconds);
		}
		finally {
			pod.thaw();
			window.heals();
		}
		stage.hold(1);
		stage.fleet().database().brake(0);
	}

	void joinAndLeave(Stage stage) {
		Fleet fleet = stage.fleet();
		stage.join(JOINER);
		stage.hold(this.seconds / 2);
		PodProcess left = stage.victim();
		fleet.leave(left);
		stage.chronicle().happened("pod " + left.number() + " leaves");
		left.stop();
		stage.hold(this.seconds / 2);
		// One stays, also where nobody joined.
		if (fleet.pods().size() > 1) {
			PodProcess killed = stage.victim();
			fleet.leave(killed);
			stage.chronicle().happened("pod " + killed.number() + " is killed");
			killed.kill();
		}
		stage.join(JOINER);
		stage.hold(this.seconds / 2);
		while (fleet.pods().size() < PODS && stage.join(JOINER) != null) {
			stage.chronicle().happened("there are " + fleet.pods().size() + " pods again");
		}
	}

}
