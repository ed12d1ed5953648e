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

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.warmcache.faults.Fault.Action;
import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;

/**
 * Random faults one after the other, some before the pods got over the last one.
 */
final class MixedFaults {

	private static final double SHORTEST = 0.2;

	private static final double LONGEST = 2.5;

	private final double seconds;

	MixedFaults(double seconds) {
		this.seconds = seconds;
	}

	Fault fault() {
		return new Fault("random mix", Load.WRITING, Limits.NONE, this::mix);
	}

	private void mix(Stage stage) {
		long end = System.nanoTime() + (long) (this.seconds * 1e9);
		Map<String, Integer> happened = new TreeMap<>();
		while (System.nanoTime() < end) {
			double length = SHORTEST + stage.random().nextDouble() * (LONGEST - SHORTEST);
			List<Map.Entry<String, Action>> choice = choice(length);
			Map.Entry<String, Action> next = choice.get(stage.random().nextInt(choice.size()));
			happened.merge(next.getKey(), 1, Integer::sum);
			stage.happen(next.getKey(), next.getValue());
			// Now and then no time to recover, otherwise time to look whether they did.
			if (stage.random().nextInt(4) == 0) {
				stage.hold(0.5);
			}
			else {
				stage.hold(2);
				stage.settle(1.5);
			}
		}
		stage.note(happened.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " " + entry.getValue())
			.collect(Collectors.joining(", ")));
	}

	private static List<Map.Entry<String, Action>> choice(double length) {
		RedisFaults redis = new RedisFaults(length);
		NetworkFaults network = new NetworkFaults(length);
		DatabaseFaults database = new DatabaseFaults(length);
		return List.of(Map.entry("kill", redis::kill), Map.entry("restart", redis::restart),
				Map.entry("freeze", redis::freeze), Map.entry("pause", redis::pauseClients),
				Map.entry("unsubscribe", redis::killSubscriptions), Map.entry("disconnect", redis::killConnections),
				Map.entry("flush", redis::flush), Map.entry("old dump", redis::olderDump),
				Map.entry("late", (stage) -> network.delay(stage, 30, false)), Map.entry("drop", network::drop),
				Map.entry("cut off", network::refuseOne), Map.entry("black hole", network::blackHole),
				Map.entry("half-open", network::halfOpenSubscriptions), Map.entry("truncate", network::truncate),
				Map.entry("lose", network::loseChanges), Map.entry("postgres", database::kill),
				Map.entry("slow loads", (stage) -> database.slow(stage, 0.1)),
				Map.entry("freeze pod", database::freezePod), Map.entry("pods", database::joinAndLeave));
	}

}
