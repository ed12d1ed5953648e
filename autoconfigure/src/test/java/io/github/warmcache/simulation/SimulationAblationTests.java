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

package io.github.warmcache.simulation;

import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Hosts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the simulation sees: each planted fault is found within some seeds, and the
 * same seed finds nothing without it.
 */
class SimulationAblationTests {

	private static final int TRIALS = 300;

	private static Silence silence;

	@BeforeAll
	static void silence() {
		silence = new Silence();
	}

	@AfterAll
	static void speak() {
		silence.close();
	}

	@ParameterizedTest
	@EnumSource
	void findsAPlantedFault(PlantedFault fault) throws Exception {
		Simulation simulation;
		try (AutoCloseable planted = fault.plant()) {
			simulation = Simulation.of(1, fault.seeds(), 1);
			assertThat(planted).isNotNull();
		}
		Simulation.Found found = simulation.firstFound();
		assertThat(found).as("What shows %s", fault).isNotNull();
		System.out.printf("%s: %s, seed %d, %d seeds run%n", fault, found.run().broken(), found.seed(),
				simulation.coverage().of("seeds"));
		try (Hosts hosts = new Hosts("unplanted")) {
			assertThat(Run.of(Choices.random(found.seed()), hosts, false).failure()).isNull();
		}
	}

	@Test
	void tellsTheShortestStoryOfAFault() throws Exception {
		try (AutoCloseable planted = PlantedFault.MESSAGES_IGNORED.plant()) {
			assertThat(planted).isNotNull();
			Simulation.Found found = Simulation.of(1, PlantedFault.MESSAGES_IGNORED.seeds(), 1).firstFound();
			assertThat(found).isNotNull();
			Run shrunk = Shrinker.shrink(found.run(), TRIALS);
			assertThat(shrunk.broken()).isEqualTo(found.run().broken());
			assertThat(shrunk.text()).hasSizeLessThan(found.run().text().length() / 2);
			assertThat(Report.of(shrunk)).contains("Simulation.replay(").contains("the database has a");
			assertThat(Simulation.replay(shrunk.text()).story().lines()).isEqualTo(shrunk.story().lines());
		}
	}

}
