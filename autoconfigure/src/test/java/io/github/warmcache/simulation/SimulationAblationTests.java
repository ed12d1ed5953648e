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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the simulation sees: each planted fault is found within some seeds, and the
 * same seed finds nothing without it.
 */
@Tag("simulation")
class SimulationAblationTests {

	/**
	 * By a name that is not silenced.
	 */
	private static final Log logger = LogFactory.getLog("simulation");

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
		logger.info("%s: %s, seed %d, %d seeds run".formatted(fault, found.run().broken(), found.seed(),
				simulation.coverage().of("seeds")));
		try (Hosts hosts = new Hosts("unplanted")) {
			assertThat(Run.of(Choices.random(found.seed()), hosts, false).failure()).isNull();
		}
	}

	/**
	 * The shortest histories that some faults were found by.
	 */
	@ParameterizedTest
	@CsvSource({ "NO_FENCE, ..000000004.01.", "FLIGHTS_NOT_DETACHED, ..01..0010021.011.001.",
			"FILLS_IN_ANY_TRANSACTION, 00000001..010001001000001..", "FILL_WITHOUT_LEASE, ..00000001.01.",
			"PUTS_WITHOUT_A_BEGINNING, 000001..0100003.4.01.5.", "PUTS_WITHOUT_A_BEGINNING, 0000001..01000171.0100007.",
			"LATE_PUT_NOT_AN_INVALIDATION, 000001..0110041.011004.501.",
			"LATE_PUT_NOT_AN_INVALIDATION, 000001..0100001.01.",
			"REPLICAS_BELIEVED, 000005000000000000400000000000000000001...0110001.06011.03.",
			"SNAPSHOTS_ALWAYS_TRUSTED, 01000000000000000000101..06001.3.081.06011.71." })
	void failsByAPastedLineWithTheFaultOnly(PlantedFault fault, String choices) throws Exception {
		try (AutoCloseable planted = fault.plant()) {
			assertThat(planted).isNotNull();
			assertThat(Simulation.replay(choices).failure()).isInstanceOf(Violation.class);
		}
		assertThat(Simulation.replay(choices).failure()).isNull();
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
