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

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.warmcache.interleaving.Exploration.Result;
import io.github.warmcache.interleaving.Race.Fill;
import io.github.warmcache.interleaving.Race.Write;
import io.github.warmcache.interleaving.Run.Messages;
import io.github.warmcache.interleaving.Scenario.Start;
import io.github.warmcache.interleaving.WritersRace.Change;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.Guard.Call;
import io.github.warmcache.tier.SharedTier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link InterleavingTests} and {@link LatePutInterleavingTests} would notice:
 * without each of the guards there is an order that leaves an old value behind.
 */
@Tag("servers")
class InterleavingAblationTests {

	private static final Log logger = LogFactory.getLog(InterleavingAblationTests.class);

	/**
	 * The race of the design: two pods, one key, one write.
	 */
	private static final Scenario RACE = Scenario.of(Write.EVICT).with(Fill.GET, "B");

	@Test
	void neitherLeaseNorFence() throws Exception {
		try (Guard fence = withoutFence()) {
			assertStale("without lease and fence", RACE, WithoutLease::of, 3, 11);
		}
	}

	@Test
	void leaseWithoutFence() throws Exception {
		try (Guard fence = withoutFence()) {
			assertStale("without fence", RACE, UnaryOperator.identity(), 1, 11);
			assertStale("without fence", Scenario.of(Write.EVICT).with(Fill.WARM_UP, "B"), UnaryOperator.identity(), 1,
					11);
			assertStale("without fence", Scenario.of(Write.EVICT).with(Fill.REFRESH_AHEAD, "B").start(Start.AGED),
					UnaryOperator.identity(), 1, 12);
		}
	}

	@Test
	void fenceWithoutLease() throws Exception {
		assertStale("without lease", RACE, WithoutLease::of, 2, 11);
	}

	@Test
	void leaseAndFence() throws Exception {
		Result result = run("with all guards", RACE, UnaryOperator.identity());
		assertThat(result.wrong()).isZero();
		assertThat(result.schedules()).isEqualTo(11);
	}

	@Test
	void lostMessagesThatNobodyNotices() throws Exception {
		try (Guard off = Guard.disabled(Guard.type("coherence.StripeChain"), "compare", null)) {
			assertStale("without sequence check", RACE.messages(Messages.LOST), UnaryOperator.identity(), 2, 19);
			assertStale("without sequence check", RACE.start(Start.WARM).messages(Messages.LOST),
					UnaryOperator.identity(), 2, 2);
		}
		assertThat(run("with sequence check", RACE.messages(Messages.LOST), UnaryOperator.identity()).wrong()).isZero();
	}

	@Test
	void evictionBeforeTheCommit() throws Exception {
		assertStale("evicted before the commit", Scenario.of(Write.EVICT_BEFORE_COMMIT).with(Fill.GET, "B"),
				UnaryOperator.identity(), 3, 12);
	}

	@Test
	void dropBeforeTheDeleteAndNotAfterIt() throws Exception {
		assertStale("dropped before the delete only",
				Scenario.of(Write.DROP_THEN_DELETE).with(Fill.GET, "A").start(Start.SHARED), UnaryOperator.identity(),
				2, 10);
	}

	@Test
	void deleteWithoutADropInTheWritersPod() throws Exception {
		assertStale("without a drop in the writer's pod",
				Scenario.of(Write.DELETE_ONLY).readsBack(true).start(Start.WARM), UnaryOperator.identity(), 1, 1);
	}

	@Test
	void putsWithoutAMark() throws Exception {
		WritersScenario puts = WritersScenario.of(Pod.PLAIN).with(Change.PUT, "A").with(Change.PUT, "B");
		WritersScenario deletion = WritersScenario.of(Pod.PLAIN).with(Change.PUT, "A").with(Change.DELETE, "B");
		WritersScenario versionedDeletion = WritersScenario.of(Pod.VERSIONED)
			.with(Change.PUT, "A")
			.with(Change.DELETE, "B");
		try (Guard here = Guard.disabled(Guard.type("cache.local.LocalTier"), "isUnchangedSince", true);
				Guard mark = Guard.disabled(Guard.type("cache.change.Puts"), "mark", null)) {
			assertOld("without a mark", puts, 12, 28);
			assertOld("without a mark", deletion, 6, 26);
			assertOld("without a mark", versionedDeletion, 6, 26);
		}
		assertOld("with a mark", puts, 0, 28);
		assertOld("with a mark", deletion, 0, 26);
		assertOld("with a mark", versionedDeletion, 0, 26);
	}

	@Test
	void versionsWithoutAFloorInRedis() throws Exception {
		WritersScenario eviction = WritersScenario.of(Pod.VERSIONED)
			.with(Change.DIRECT_PUT, "A")
			.with(Change.DIRECT_PUT, "B")
			.with(Change.EVICTION, "B")
			.committedBefore();
		WritersScenario toldAgain = WritersScenario.of(Pod.VERSIONED)
			.with(Change.DIRECT_PUT, "A")
			.with(Change.PUT_REFUSED, "B")
			.committedBefore();
		Class<?> script = Guard.type("redis.Script");
		try (Guard source = Guard.replaced(script, "source", (call) -> withoutFloor((byte[]) call.proceed()));
				Guard digest = Guard.replaced(script, "digest", InterleavingAblationTests::digest)) {
			assertOld("without a floor", eviction, 168, 712);
			assertOld("without a floor", toldAgain, 9, 37);
		}
		assertOld("with a floor", eviction, 0, 712);
		assertOld("with a floor", toldAgain, 0, 37);
	}

	private static byte[] withoutFloor(byte[] source) {
		return new String(source, StandardCharsets.UTF_8).replace("change[4] > version", "false")
			.replace("floor > version", "false")
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the digest of what the source is now, for the server knows the other one.
	 */
	private static String digest(Call call) throws ReflectiveOperationException {
		Method source = call.method().getDeclaringClass().getDeclaredMethod("source");
		source.setAccessible(true);
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1").digest((byte[]) source.invoke(call.self())));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertOld(String what, WritersScenario scenario, int wrong, int schedules) throws Exception {
		try (Fleet fleet = new Fleet((tier) -> tier, scenario.pods());
				Exploration exploration = new Exploration(true)) {
			Result result = exploration.explore((execution) -> scenario.begin(fleet, execution, new AtomicInteger()));
			logger.info(scenario + ", " + what + ": " + result + ", first " + result.first());
			assertThat(List.of(result.wrong(), result.schedules())).isEqualTo(List.of(wrong, schedules));
		}
	}

	private static Guard withoutFence() {
		return Guard.disabled(Guard.type("cache.local.Fence"), "holds", true);
	}

	private static void assertStale(String what, Scenario scenario, UnaryOperator<SharedTier> weakening, int wrong,
			int schedules) throws Exception {
		Result result = run(what, scenario, weakening);
		assertThat(List.of(result.wrong(), result.schedules())).isEqualTo(List.of(wrong, schedules));
	}

	private static Result run(String what, Scenario scenario, UnaryOperator<SharedTier> weakening) throws Exception {
		try (Fleet fleet = new Fleet(weakening); Exploration exploration = new Exploration(true)) {
			Result result = exploration.explore((execution) -> scenario.begin(fleet, execution));
			logger.info(scenario + ", " + what + ": " + result + ", first " + result.first());
			return result;
		}
	}

}
