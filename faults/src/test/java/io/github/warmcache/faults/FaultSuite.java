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
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.Servers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fault suite: {@code mvn verify -Pfaults}. One test and one line for each fault.
 */
class FaultSuite {

	private static final Log logger = LogFactory.getLog(FaultSuite.class);

	private static final Duration BOUND = Duration.ofSeconds(2);

	/** As promised for the slowest hundredth of what pods see. */
	private static final double PROPAGATION_MILLIS = 50;

	private static final String CONTROL = "control: pods that do not listen";

	private static final int PODS = 3;

	private static final Options options = Options.read(System::getProperty);

	private static final List<Summary> summaries = new ArrayList<>();

	private static final Evidence evidence = Evidence.begin(PodLauncher.LOGS, options.seed());

	private static @Nullable OwnPostgresServer postgres;

	private static @Nullable Fleet fleet;

	@BeforeAll
	static void begin() {
		logger.info("Seed " + options.seed() + "; repeat with -Dfaults.seed=" + options.seed());
		logger.info("Evidence is written to " + evidence.file());
		evidence.say(options.toString());
		postgres = Servers.newPostgres();
	}

	@AfterAll
	static void end() {
		close();
		Fleet.require(postgres).close();
		logger.info(Summary.HEADER);
		summaries.forEach((summary) -> logger.info(summary.line()));
		logger.info("%d writes, %d reads, %d violations, %d calls excused by stalls alone, seed %d".formatted(
				summaries.stream().mapToInt((summary) -> summary.verdict().writes()).sum(),
				summaries.stream().mapToInt((summary) -> summary.verdict().reads()).sum(),
				summaries.stream().mapToInt((summary) -> summary.verdict().violations().size()).sum(),
				summaries.stream().mapToInt((summary) -> summary.verdict().starved()).sum(), options.seed()));
		logger.info("Evidence: " + evidence.file());
	}

	private static void close() {
		if (fleet != null) {
			fleet.close();
			fleet = null;
		}
	}

	@TestFactory
	Stream<DynamicTest> faults() {
		double seconds = options.seconds();
		// Pods take seconds to start, so that faults share them.
		return Stream
			.of(options.wants(CONTROL) ? List.of(DynamicTest.dynamicTest(CONTROL, FaultSuite::control))
					: List.<DynamicTest>of(),
					group("direct", () -> new Standalone(true),
							List.of(new Scenarios(options.small() ? 100 : 500, PROPAGATION_MILLIS).all(),
									new RedisFaults(seconds).all(), new DatabaseFaults(seconds).all())),
					group("network", () -> new Standalone(false),
							List.of(new NetworkFaults(seconds).all(),
									List.of(new MixedFaults(options.mixSeconds()).fault()))),
					group("sentinel", SentinelTopology::new, List.of(new TopologyFaults(seconds).sentinel())),
					group("managed", ManagedTopology::new, List.of(new TopologyFaults(seconds).managed())),
					group("cluster", ClusterTopology::new, List.of(new TopologyFaults(seconds).cluster())))
			.flatMap(List::stream);
	}

	/**
	 * What judges everything else has to see the stale reads of pods that do not listen.
	 */
	private static void control() {
		close();
		Fleet deaf = open("control", new Standalone(true), "warmcache.coherence.enabled=false");
		Fault none = new Fault(CONTROL, Fault.Load.HEAVY, Fault.Limits.NONE, (stage) -> stage.hold(2));
		Summary summary = new FaultRun(deaf, BOUND, options.settle(), evidence).run(none, options.seed());
		logger.info(summary.line());
		logger.info("    as it must be, or the oracle would see nothing");
		assertThat(summary.verdict().stale()).isPositive();
	}

	private static List<DynamicTest> group(String name, Supplier<Topology> topology, List<List<Fault>> faults) {
		List<Fault> wanted = faults.stream()
			.flatMap(List::stream)
			.filter((fault) -> options.wants(fault.name()))
			.toList();
		return wanted.stream().map((fault) -> DynamicTest.dynamicTest(fault.name(), () -> {
			// The first of a group, or the next one where a fleet could not be had or did
			// not survive.
			if (fleet == null || !fleet.isWhole(name)) {
				close();
				Fleet opened = open(name, topology.get());
				opened.rehearse();
				logger.info(name + ": " + opened.traffic().pace());
				opened.awaitCoherence();
			}
			run(fault);
		})).toList();
	}

	private static Fleet open(String name, Topology topology, String... properties) {
		Database database = new Database(Fleet.require(postgres), Fleet.KEYS);
		Fleet opened = new Fleet(name, topology, database, BOUND, evidence, properties);
		fleet = opened;
		opened.join(PODS);
		return opened;
	}

	private static void run(Fault fault) {
		Summary summary = new FaultRun(Fleet.require(fleet), BOUND, options.settle(), evidence).run(fault,
				options.seed() + fault.name().hashCode());
		summaries.add(summary);
		logger.info(summary.line());
		if (summary.happened().size() > 1 || !summary.problems().isEmpty()) {
			summary.happened().forEach((line) -> logger.info("    " + line));
		}
		summary.problems().forEach((problem) -> logger.info("    " + problem));
		assertThat(summary.problems()).as("evidence is in %s", evidence.file()).isEmpty();
	}

}
