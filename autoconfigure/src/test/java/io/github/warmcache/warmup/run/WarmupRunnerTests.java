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

package io.github.warmcache.warmup.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.TestWarmup.Held;
import io.github.warmcache.warmup.WarmupFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmupRunner}.
 */
class WarmupRunnerTests {

	private final TestWarmup test = new TestWarmup();

	private final GenericApplicationContext context = new GenericApplicationContext();

	@AfterEach
	void close() {
		this.test.close();
		this.context.close();
	}

	@Test
	void itWarmsBeforeItReturns() {
		WarmupRunner runner = new WarmupRunner(this.test.required("cities", TestWarmup.rows(1)).build(), this.context);
		runner.run(new DefaultApplicationArguments());
		assertThat(this.test.state().isReady()).isTrue();
	}

	@Test
	void itComesBeforeOtherRunnersAndAfterThoseOfHighestPrecedence() {
		WarmupRunner runner = new WarmupRunner(this.test.build(), this.context);
		ApplicationRunner ordinary = (args) -> {
		};
		assertThat(AnnotationAwareOrderComparator.INSTANCE.compare(runner, ordinary)).isNegative();
		assertThat(runner.getOrder()).isGreaterThan(Ordered.HIGHEST_PRECEDENCE);
	}

	@Test
	void aFailedStartFails() {
		WarmupRunner runner = new WarmupRunner(this.test.required("cities", TestWarmup.failing())
			.policy(DeadlinePolicy.FAIL_STARTUP)
			.maxAttempts(1)
			.build(), this.context);
		assertThatExceptionOfType(WarmupFailedException.class)
			.isThrownBy(() -> runner.run(new DefaultApplicationArguments()));
	}

	@Test
	void theEndOfItsContextAbandonsTheStart() throws Exception {
		Held held = new Held(1, 1);
		WarmupRunner runner = new WarmupRunner(this.test.required("cities", held).build(), this.context);
		CompletableFuture<Void> run = CompletableFuture.runAsync(() -> runner.run(new DefaultApplicationArguments()),
				(task) -> new Thread(task).start());
		held.awaitReached();
		runner.onApplicationEvent(new ContextClosedEvent(this.context));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> run.get(5, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(AbandonedRunException.class)
			.withMessage("The application was stopped while its caches were being warmed")
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@Test
	void theEndOfAnotherContextDoesNothing() throws Exception {
		Held held = new Held(1, 1);
		WarmupRunner runner = new WarmupRunner(this.test.required("cities", held).background().build(), this.context);
		runner.run(new DefaultApplicationArguments());
		held.awaitReached();
		try (GenericApplicationContext child = new GenericApplicationContext(this.context)) {
			runner.onApplicationEvent(new ContextClosedEvent(child));
		}
		held.letGo.countDown();
		await().until(this.test.state()::isReady);
	}

}
