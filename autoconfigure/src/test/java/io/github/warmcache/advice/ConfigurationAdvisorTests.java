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

package io.github.warmcache.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.advice.Advice.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ConfigurationAdvisor} and {@link AdviceLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationAdvisorTests {

	private final List<Advice> given = new ArrayList<>();

	private final ConfigurationAdvisor advisor = advisor(() -> List.copyOf(this.given));

	@Test
	void nothingIsLoggedIfNothingIsWrong(CapturedOutput output) {
		assertThat(this.advisor.look()).isEmpty();
		assertThat(this.advisor.advice()).isEmpty();
		assertThat(output).isEmpty();
	}

	@Test
	void allIsOneMessageWithTheWeightOfTheHeaviest(CapturedOutput output) {
		this.given.add(advice("first-one", Severity.INFO, null));
		this.given.add(advice("second-one", Severity.WARN, "cities"));
		assertThat(this.advisor.look()).isEqualTo(this.given);
		assertThat(this.advisor.advice()).isEqualTo(this.given);
		assertThat(output).containsOnlyOnce("WARN")
			.doesNotContain("INFO")
			.containsOnlyOnce("Advice on the configuration (warmcache.advice.ignore silences what is intended):"
					+ System.lineSeparator() + "- first-one: Cause of first-one. Remedy of first-one."
					+ System.lineSeparator()
					+ "- second-one of cache 'cities': Cause of second-one. Remedy of second-one.");
	}

	@Test
	void lightAdviceIsNoWarning(CapturedOutput output) {
		this.given.add(advice("one", Severity.INFO, null));
		this.advisor.look();
		assertThat(output).containsOnlyOnce("INFO").doesNotContain("WARN");
	}

	@Test
	void laterOnlyWhatIsNewIsLogged(CapturedOutput output) {
		this.given.add(advice("old", Severity.WARN, null));
		this.given.add(advice("old", Severity.WARN, "cities"));
		this.advisor.look();
		this.advisor.look();
		this.given.add(advice("new", Severity.WARN, null));
		this.given.add(advice("old", Severity.WARN, "countries"));
		this.advisor.look();
		assertThat(output).containsOnlyOnce("- old:")
			.containsOnlyOnce("- old of cache 'cities'")
			.containsOnlyOnce("New advice on the configuration")
			.containsOnlyOnce("- new:")
			.containsOnlyOnce("- old of cache 'countries'");
	}

	@Test
	void otherFiguresAreNothingNew(CapturedOutput output) {
		this.given.add(new Advice("one", Severity.WARN, null, "It is 5", "Write 7"));
		this.advisor.look();
		this.given.set(0, new Advice("one", Severity.WARN, null, "It is 6", "Write 7"));
		this.advisor.look();
		assertThat(this.advisor.advice()).extracting(Advice::cause).containsExactly("It is 6");
		assertThat(output).contains("It is 5").doesNotContain("It is 6");
	}

	@Test
	void whatCameBackIsNewAgain(CapturedOutput output) {
		this.given.add(advice("one", Severity.WARN, null));
		this.advisor.look();
		this.given.clear();
		assertThat(this.advisor.look()).isEmpty();
		this.given.add(advice("one", Severity.WARN, null));
		this.advisor.look();
		assertThat(output.toString().split("- one:", -1)).hasSize(3);
	}

	@Test
	void whatOthersLogIsListedOnly(CapturedOutput output) {
		this.given.add(advice("logged-elsewhere", Severity.WARN, null));
		assertThat(this.advisor.look()).hasSize(1);
		assertThat(output).isEmpty();
	}

	@Test
	void whatIsIgnoredIsNeitherListedNorLogged(CapturedOutput output) {
		this.given.add(advice("ignored", Severity.WARN, null));
		assertThat(this.advisor.look()).isEmpty();
		assertThat(output).isEmpty();
	}

	@Test
	void aProviderThatFailsIsSkippedAndNamedOnce(CapturedOutput output) {
		ConfigurationAdvisor failing = advisor(() -> {
			throw new IllegalStateException("password in a message");
		}, () -> {
			throw new NoClassDefFoundError("org/example/Missing");
		}, () -> {
			throw new StackOverflowError();
		}, () -> Collections.singletonList(null), () -> List.of(advice("one", Severity.WARN, null)));
		assertThat(failing.look()).extracting(Advice::id).containsExactly("one");
		assertThat(failing.look()).extracting(Advice::id).containsExactly("one");
		for (Class<?> type : List.of(IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class,
				NullPointerException.class)) {
			assertThat(output).containsOnlyOnce("fails with " + type.getName() + ", so its advice");
		}
		assertThat(output).contains("WARN", ConfigurationAdvisorTests.class.getName() + "$$Lambda")
			.doesNotContain("password");
	}

	@Test
	void aProviderThatHangsDoesNotSilenceOthers(CapturedOutput output) throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Giving hanging = () -> {
			asked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return List.of(advice("too-late", Severity.WARN, null));
		};
		ConfigurationAdvisor advisor = new ConfigurationAdvisor(
				List.<Giving>of(() -> List.of(advice("first", Severity.WARN, null)), hanging,
						() -> List.of(advice("last", Severity.WARN, null))),
				Set.of(), Set.of(), Duration.ofHours(1), Duration.ofMillis(200));
		advisor.start();
		asked.await();
		assertThat(advisor.advice()).as("published before").extracting(Advice::id).containsExactly("first");
		interrupted.await();
		await().until(() -> advisor.advice().size() == 2);
		assertThat(advisor.look()).extracting(Advice::id).containsExactly("first", "last");
		assertThat(output).containsOnlyOnce(hanging.getClass().getName() + " has not answered within 200 ms");
		advisor.stop();
	}

	@Test
	void aProviderThatIgnoresItsInterruptionIsNotAskedTwiceAtATime() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger calls = new AtomicInteger();
		AtomicBoolean hangs = new AtomicBoolean(true);
		ConfigurationAdvisor advisor = new ConfigurationAdvisor(List.<Giving>of(() -> {
			calls.incrementAndGet();
			assertThat(running.incrementAndGet()).isOne();
			while (hangs.get()) {
				Thread.onSpinWait();
			}
			running.decrementAndGet();
			return List.of(advice("recovered", Severity.WARN, null));
		}), Set.of(), Set.of(), Duration.ofHours(1), Duration.ofMillis(20));
		for (int i = 0; i < 3; i++) {
			assertThat(advisor.look()).isEmpty();
		}
		assertThat(calls).hasValue(1);
		hangs.set(false);
		await().until(() -> advisor.look().size() == 1);
	}

	@Test
	void stoppingInterruptsAProvider() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		ConfigurationAdvisor advisor = advisor(() -> {
			asked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return List.of();
		});
		advisor.start();
		asked.await();
		advisor.stop();
		interrupted.await();
		await().until(() -> threads() == 0);
	}

	@Test
	void looksAgainAndAgainUntilItIsStopped() throws InterruptedException {
		CountDownLatch looks = new CountDownLatch(3);
		ConfigurationAdvisor repeated = advisor(() -> {
			looks.countDown();
			return List.of(advice("one", Severity.INFO, null));
		});
		assertThat(repeated.isAutoStartup()).isFalse();
		assertThat(repeated.isRunning()).isFalse();
		repeated.start();
		repeated.start();
		looks.await();
		assertThat(threads()).isOne();
		assertThat(repeated.isRunning()).isTrue();
		assertThat(repeated.advice()).hasSize(1);
		repeated.stop();
		assertThat(repeated.isRunning()).isFalse();
		await().until(() -> threads() == 0);
	}

	@Test
	void adviceSaysWhatIsWrongAndWhatToDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Advice("Not An Id", Severity.INFO, null, "a", "b"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Advice("id", Severity.INFO, null, " ", "b"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Advice("id", Severity.INFO, null, "a", ""));
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("warmcache-advice"))
			.count();
	}

	private static Advice advice(String id, Severity severity, String cache) {
		return new Advice(id, severity, cache, "Cause of " + id, "Remedy of " + id);
	}

	private static ConfigurationAdvisor advisor(Giving... providers) {
		return new ConfigurationAdvisor(List.of(providers), Set.of("ignored"), Set.of("logged-elsewhere"),
				Duration.ofMillis(5));
	}

	/**
	 * Provider of some advice.
	 */
	private interface Giving extends AdviceProvider {

		@Override
		default Set<String> ids() {
			return Set.of();
		}

	}

}
