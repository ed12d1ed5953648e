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

package io.github.warmcache.autoconfigure.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the executors that an application may bring itself.
 */
class ExecutorBeansTests {

	private static final String[] NAMES = { "warmcacheExecutor", "warmcacheSourceExecutor", "warmcacheTimeouts" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(WarmcacheAutoConfiguration.class, TaskExecutionAutoConfiguration.class));

	@Test
	void executorsAreFoundByTheirQualifiers() {
		this.contextRunner.withUserConfiguration(Qualified.class).run((context) -> {
			assertThat(context).hasNotFailed();
			for (String name : NAMES) {
				assertThat(context).doesNotHaveBean(name);
			}
		});
	}

	@Test
	void executorIsFoundByTheQualifierOfItsClass() {
		this.contextRunner.withBean("any", QualifiedExecutor.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("warmcacheSourceExecutor")
				.hasBean("warmcacheExecutor"));
	}

	@Test
	void executorOfAParentContextIsFoundByItsQualifier() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Qualified.class)) {
			this.contextRunner.withParent(parent)
				.run((context) -> assertThat(context.containsLocalBean("warmcacheSourceExecutor")).isFalse());
		}
	}

	@Test
	void anExecutorIsFoundByItsName() {
		this.contextRunner.withUserConfiguration(Named.class)
			.run((context) -> assertThat(context.getBean("warmcacheExecutor")).isSameAs(Named.EXECUTOR));
	}

	@Test
	void otherExecutorsAreNotTaken() {
		this.contextRunner.withUserConfiguration(Others.class).run((context) -> {
			for (String name : NAMES) {
				assertThat(context).hasBean(name);
			}
		});
	}

	@Test
	void sourcesAreCalledOnTheQualifiedExecutor() {
		this.contextRunner.withUserConfiguration(Qualified.class)
			.withBean("numbers", CacheSource.class, () -> (CacheSource<Object, Object>) (key) -> "value")
			.withPropertyValues("warmcache.caches.numbers.source.bean=numbers")
			.run((context) -> {
				assertThat(context.getBean(TieredCacheManager.class).getCache("numbers").get(1, String.class))
					.isEqualTo("value");
				assertThat(context.getBean("calls", AtomicInteger.class)).hasPositiveValue();
			});
	}

	@Test
	void ownExecutorsAreNoCandidatesForTheApplication() {
		this.contextRunner.withBean(Injected.class).run((context) -> {
			assertThat(context).hasBean("applicationTaskExecutor");
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.executor).isSameAs(context.getBean("applicationTaskExecutor"));
			assertThat(injected.executorServices.stream()).isEmpty();
			assertThat(injected.scheduledExecutors.stream()).isEmpty();
		});
	}

	static class Qualified {

		@Bean
		AtomicInteger calls() {
			return new AtomicInteger();
		}

		@Bean
		@Qualifier("warmcacheExecutor")
		Executor first() {
			return Runnable::run;
		}

		@Bean
		@Qualifier("warmcacheSourceExecutor")
		Executor second(AtomicInteger calls) {
			return (task) -> {
				calls.incrementAndGet();
				CompletableFuture.runAsync(task);
			};
		}

		@Bean(destroyMethod = "shutdownNow")
		@Qualifier("warmcacheTimeouts")
		ScheduledExecutorService third() {
			return Executors.newSingleThreadScheduledExecutor();
		}

	}

	static class Named {

		private static final Executor EXECUTOR = Runnable::run;

		@Bean
		Executor warmcacheExecutor() {
			return EXECUTOR;
		}

	}

	static class Others {

		@Bean(defaultCandidate = false)
		@Qualifier("warmcacheTimeouts")
		Executor noTimer() {
			return Runnable::run;
		}

		@Bean
		Executor plain() {
			return Runnable::run;
		}

		@Bean
		@Qualifier("another")
		Executor qualified() {
			return Runnable::run;
		}

	}

	@Qualifier("warmcacheSourceExecutor")
	static class QualifiedExecutor implements Executor {

		@Override
		public void execute(Runnable task) {
			CompletableFuture.runAsync(task);
		}

	}

	static class Injected {

		private final Executor executor;

		private final ObjectProvider<ExecutorService> executorServices;

		private final ObjectProvider<ScheduledExecutorService> scheduledExecutors;

		Injected(Executor executor, ObjectProvider<ExecutorService> executorServices,
				ObjectProvider<ScheduledExecutorService> scheduledExecutors) {
			this.executor = executor;
			this.executorServices = executorServices;
			this.scheduledExecutors = scheduledExecutors;
		}

	}

}
