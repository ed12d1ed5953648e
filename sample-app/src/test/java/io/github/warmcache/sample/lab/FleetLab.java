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
import java.util.ArrayList;
import java.util.List;

/**
 * Checks what a fleet promises, one scenario after the other.
 */
final class FleetLab {

	private final LabOptions options;

	private final Console console;

	private final Fleet fleet;

	FleetLab(LabOptions options, LabServers servers, Console console, Path logs) {
		this.options = options;
		this.console = console;
		this.fleet = new Fleet(servers, console, logs);
	}

	List<Check> run() {
		List<Check> checks = new ArrayList<>();
		for (FleetScenario scenario : FleetScenario.values()) {
			if (this.options.wants(scenario.id(), FleetScenario.ids())) {
				this.console.tell("%s: starts", scenario.id());
				checks.addAll(run(scenario));
			}
		}
		return checks;
	}

	private List<Check> run(FleetScenario scenario) {
		this.fleet.begin(scenario.id());
		try {
			return switch (scenario) {
				case TOGETHER -> new CoordinationChecks(this.fleet).together();
				case LEADER -> new CoordinationChecks(this.fleet).leaderKilled();
				case SIGTERM -> new CoordinationChecks(this.fleet).terminated();
				case HEAP -> new HeapChecks(this.fleet).smallHeap();
				case SNAPSHOT -> new SnapshotChecks(this.fleet).restarts();
			};
		}
		catch (IllegalStateException ex) {
			return List.of(Check.that(scenario.id() + " can be run", false, "%s", ex.getMessage()));
		}
		finally {
			this.fleet.end();
		}
	}

}
