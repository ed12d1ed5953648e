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

package io.github.warmcache.cache;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

import io.github.warmcache.testsupport.Guard;
import kotlin.jvm.functions.Function1;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ExceptionResult;
import org.jetbrains.kotlinx.lincheck.util.LincheckResult;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee.MethodBuilder;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.jetbrains.lincheck.jvm.agent.LincheckClassFileTransformer;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs races in one order after the other: all with one switch of threads, all with two,
 * and so on, as far as it is told to. The same ones in each run.
 */
public final class RaceRunner {

	private static final Log logger = LogFactory.getLog("races");

	/**
	 * Code without accesses worth a switch of threads: that of others, which is trusted,
	 * and numbers that decide nothing. What it calls back is not part of it, and a thread
	 * that has to wait in it does.
	 */
	private static final List<String> TRUSTED = List.of("com.github.benmanes.caffeine.", "org.springframework.",
			"org.apache.commons.logging.", "java.util.concurrent.atomic.LongAdder",
			"java.util.concurrent.atomic.Striped64", "io.github.warmcache.cache.CacheStatistics",
			"io.github.warmcache.testsupport.");

	/**
	 * Longer than any loop of a race that waits for nothing.
	 */
	private static final int LOOP = 50;

	/**
	 * Of one order, for what Lincheck itself does not see is stuck. A machine may be
	 * slow.
	 */
	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private RaceRunner() {
	}

	/**
	 * Run a race.
	 * @param orders in how many orders at most
	 */
	public static void holds(Class<? extends Race> race, int orders) {
		String failure = failure(race, orders);
		logger.info("%s: %d orders".formatted(race.getSimpleName(), Outcomes.seen.get()));
		assertThat(failure).isNull();
	}

	/**
	 * Plant a fault, which the race has to show.
	 * @param what what is no longer true
	 * @param orders within how many orders
	 */
	public static void finds(Class<? extends Race> race, String what, int orders, Plant fault) {
		forget();
		try (Guard planted = fault.plant()) {
			assertThat(planted).isNotNull();
			String failure = failure(race, orders);
			logger.info("%s: found in order %d".formatted(race.getSimpleName(), Outcomes.seen.get()));
			assertThat(failure).contains(what);
		}
		finally {
			forget();
		}
	}

	/**
	 * Lincheck keeps what it made of each class, with or without a fault.
	 */
	private static void forget() {
		if (Outcomes.seen.get() > 0) {
			LincheckClassFileTransformer.INSTANCE.getTransformedClassesCache()
				.keySet()
				.removeIf((name) -> name.contains("warmcache"));
		}
	}

	private static @Nullable String failure(Class<? extends Race> race, int orders) {
		ModelCheckingOptions options = new ModelCheckingOptions();
		options.logLevel(LoggingLevel.ERROR);
		options
			.addGuarantee(classes((name) -> TRUSTED.stream().anyMatch(name::startsWith)).allMethods().mute$lincheck());
		// Otherwise no thread is switched before these.
		options.addGuarantee(
				classes(AtomicLongArray.class.getName()::equals).methods("accumulateAndGet", "getAndAccumulate")
					.treatAsAtomic());
		options.loopIterationsBeforeThreadSwitch(LOOP);
		options.loopBound(100 * LOOP);
		options.invocationTimeout$lincheck(TIMEOUT.toMillis());
		options.iterations(0);
		options.addCustomScenario(scenario(race));
		options.minimizeFailedScenario(false);
		options.invocationsPerIteration(orders);
		options.verifier(Outcomes.class);
		Outcomes.seen.set(0);
		try {
			options.check(race);
			return null;
		}
		catch (LincheckAssertionError ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static MethodBuilder classes(Function1<String, Boolean> names) {
		return ManagedStrategyGuaranteeKt.forClasses(names);
	}

	private static ExecutionScenario scenario(Class<? extends Race> race) {
		List<List<Actor>> threads = Arrays.stream(race.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(Operation.class))
			.sorted(Comparator.comparing(Method::getName))
			.map((method) -> List.of(actor(method)))
			.toList();
		try {
			return new ExecutionScenario(List.of(), threads, List.of(actor(race.getMethod("outcome"))), null);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Actor actor(Method method) {
		return new Actor(method, List.of());
	}

	/**
	 * Plants a fault.
	 */
	@FunctionalInterface
	public interface Plant {

		Guard plant();

	}

	/**
	 * Accepts what throws nothing, and counts.
	 */
	public static final class Outcomes implements Verifier {

		private static final AtomicInteger seen = new AtomicInteger();

		/**
		 * Create a verifier.
		 * @param specification as Lincheck wants it
		 */
		public Outcomes(Class<?> specification) {
		}

		@Override
		public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
			seen.incrementAndGet();
			Stream<LincheckResult> threads = results.getThreadsResultsWithClock()
				.stream()
				.flatMap(List::stream)
				.map(ResultWithClock::getResult);
			return Stream.concat(threads, results.getPostResults().stream())
				.noneMatch(ExceptionResult.class::isInstance);
		}

	}

}
