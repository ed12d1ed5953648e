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

package io.github.warmcache.interleaving;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.interleaving.Exploration.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that {@link Exploration} runs all schedules, and each one once.
 */
class ExplorationTests {

	private static final Footprint X = Footprint.writes(1);

	private static final Footprint Y = Footprint.writes(2);

	@Test
	void allOrdersOfTwoAndThreeActorsAreRun() throws Exception {
		assertThat(explore(false, X, 2, 2).schedules()).isEqualTo(6);
		assertThat(explore(false, X, 3, 3).schedules()).isEqualTo(20);
		assertThat(explore(false, X, 2, 2, 2).schedules()).isEqualTo(90);
	}

	@Test
	void stepsOnTheSameThingAreNotReduced() throws Exception {
		assertThat(explore(true, X, 2, 2).schedules()).isEqualTo(6);
		assertThat(explore(true, X, 2, 2, 2).schedules()).isEqualTo(90);
	}

	@Test
	void stepsThatTouchNothingInCommonAreRunInOneOrder() throws Exception {
		assertThat(explore(true, Footprint.NOTHING, 2, 2, 2).schedules()).isEqualTo(1);
		assertThat(explore(true, Footprint.reads(1), 3, 3).schedules()).isEqualTo(1);
	}

	@Test
	void lostUpdateIsFound() throws Exception {
		try (Exploration all = new Exploration(false); Exploration reduced = new Exploration(true)) {
			Result everyOne = all.explore(ExplorationTests::increments);
			assertThat(everyOne.schedules()).isEqualTo(6);
			assertThat(everyOne.wrong()).isEqualTo(4);
			Result fewer = reduced.explore(ExplorationTests::increments);
			assertThat(fewer.schedules()).isLessThan(6);
			assertThat(fewer.outcomes().keySet()).isEqualTo(everyOne.outcomes().keySet());
			assertThat(fewer.first()).contains("one step lost").contains("1: write");
		}
	}

	private static Exploration.Verdict increments(Execution execution) {
		AtomicInteger counter = new AtomicInteger();
		for (int i = 0; i < 2; i++) {
			execution.actor(Integer.toString(i), "read", Footprint.reads(1), () -> {
				int seen = counter.get();
				Actor.pause("write", X);
				counter.set(seen + 1);
			});
		}
		return () -> (counter.get() == 2) ? null : "one step lost";
	}

	@Test
	void actorWaitsForAnother() throws Exception {
		try (Exploration exploration = new Exploration(false)) {
			Set<String> traces = new HashSet<>();
			Result result = exploration.explore((execution) -> {
				AtomicInteger open = new AtomicInteger();
				execution.actor("door", "open", X, () -> open.set(1));
				execution.actor("guest", "come", Y, () -> Actor.pause("enter", X, () -> open.get() == 1));
				return () -> {
					traces.add(execution.trace().toString());
					return null;
				};
			});
			assertThat(result.schedules()).isEqualTo(2);
			assertThat(traces).containsExactlyInAnyOrder("[door: open, guest: come, guest: enter]",
					"[guest: come, door: open, guest: enter]");
		}
	}

	@Test
	void actorsThatWaitForEachOtherAreAnError() {
		try (Exploration exploration = new Exploration(false)) {
			assertThatIllegalStateException().isThrownBy(() -> exploration.explore((execution) -> {
				execution.actor("guest", "come", Y, () -> Actor.pause("enter", X, () -> false));
				return () -> null;
			})).withMessageContaining("guest waits for ever to 'enter'");
		}
	}

	@Test
	void actorThatFailsIsAnError() {
		try (Exploration exploration = new Exploration(false)) {
			assertThatIllegalStateException().isThrownBy(() -> exploration.explore((execution) -> {
				execution.actor("guest", "come", Y, () -> {
					throw new UnsupportedOperationException();
				});
				return () -> null;
			})).withCauseInstanceOf(UnsupportedOperationException.class);
		}
	}

	@Test
	void actorMayBringInAnother() throws Exception {
		try (Exploration exploration = new Exploration(false)) {
			Result result = exploration.explore((execution) -> {
				execution.actor("sender", "send", X, () -> {
					execution.actor("message", "arrive", X, () -> {
					});
					Actor.pause("return", X);
				});
				return () -> null;
			});
			assertThat(result.schedules()).isEqualTo(2);
		}
	}

	private static Result explore(boolean reduced, Footprint footprint, int... steps) throws Exception {
		try (Exploration exploration = new Exploration(reduced)) {
			Set<String> traces = new HashSet<>();
			Result result = exploration.explore((execution) -> {
				for (int i = 0; i < steps.length; i++) {
					int count = steps[i];
					execution.actor(Integer.toString(i), "0", footprint, () -> {
						for (int j = 1; j < count; j++) {
							Actor.pause(Integer.toString(j), footprint);
						}
					});
				}
				return () -> {
					traces.add(execution.trace().toString());
					return null;
				};
			});
			assertThat(traces).hasSizeGreaterThanOrEqualTo(result.schedules());
			return result;
		}
	}

}
