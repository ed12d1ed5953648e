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

package io.github.warmcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.warmcache.annotation.CacheWarmup;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CacheWarmup}.
 */
@Tag("servers")
class AnnotatedWarmupTests {

	private final FailureReport report = new FailureReport();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withInitializer(this.report)
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class,
				WarmcacheWarmupAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class))
		.withPropertyValues("warmcache.warmup.retry.initial-delay=1ms", "warmcache.warmup.retry.max-delay=2ms")
		.withUserConfiguration(Caching.class);

	@Test
	void constantsAreConvertedAndTheirCallsKept() {
		this.contextRunner.withBean(Constants.class).run((context) -> {
			CacheWarmupProgress names = warm(context, "names");
			assertThat(names.warmer()).isEqualTo("method");
			assertThat(names.status()).isEqualTo(WarmupStatus.WARM);
			assertThat(names.entries()).isEqualTo(3);
			assertThat(names.expected()).isEqualTo(3);
			Constants bean = context.getBean(Constants.class);
			assertThat(bean.name(2)).isEqualTo("name 2");
			assertThat(bean.calls()).hasValue(3);
			assertThat(bean.name(4)).isEqualTo("name 4");
			assertThat(bean.calls()).hasValue(4);
		});
	}

	@Test
	void noBeanIsCreatedForThePlan() {
		this.contextRunner
			.withBean("constants", Constants.class, Constants::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context.getBean(WarmupPlan.class).steps()).hasSize(1);
				assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("constants"))
					.isFalse();
			});
	}

	@Test
	void keysComeFromABean() {
		this.contextRunner.withBean("my.ids", Ids.class).withBean(FromBean.class).run((context) -> {
			assertThat(warm(context, "collection").entries()).isEqualTo(2);
			assertThat(keys(context, "collection")).containsExactlyInAnyOrder(1L, 2L);
			assertThat(keys(context, "stream")).containsExactlyInAnyOrder(3L, 4L, 5L);
			assertThat(context.getBean(Ids.class).closed()).as("the stream is closed").isTrue();
			assertThat(keys(context, "array")).containsExactlyInAnyOrder(6L, 7L);
			assertThat(context.getBean(FromBean.class).several(1, "a")).isEqualTo("1a");
			assertThat(context.getBean(FromBean.class).several(2, "b")).isEqualTo("2b");
			assertThat(context.getBean(FromBean.class).calls()).as("both were warmed").hasValue(2 + 3 + 2 + 2);
		});
	}

	@Test
	void keysComeFromAQuery() {
		TestDatabase database = database();
		this.contextRunner.withBean(DataSource.class, database::dataSource).withBean(FromQuery.class).run((context) -> {
			assertThat(warm(context, "names").entries()).isEqualTo(3);
			assertThat(keys(context, "names")).containsExactlyInAnyOrder(1L, 2L, 3L);
			FromQuery bean = context.getBean(FromQuery.class);
			assertThat(bean.ofTwo(2, "b")).isEqualTo("2b");
			assertThat(bean.calls()).hasValue(6);
		});
	}

	@Test
	void oneOfSeveralDataSourcesIsNamed() {
		this.contextRunner.withBean("one", DataSource.class, () -> Servers.postgres().newDatabase().dataSource())
			.withBean("two", DataSource.class, () -> database().dataSource())
			.withBean(FromNamed.class)
			.run((context) -> assertThat(warm(context, "names").entries()).isEqualTo(3));
	}

	@Test
	void aMethodWithoutParametersIsCalledOnce() {
		this.contextRunner.withBean(NoParameters.class).run((context) -> {
			assertThat(warm(context, "all").entries()).isOne();
			NoParameters bean = context.getBean(NoParameters.class);
			assertThat(bean.all()).containsExactly("a", "b");
			assertThat(bean.calls()).hasValue(1);
		});
	}

	@Test
	void whatComesInTheFutureIsWaitedFor() {
		this.contextRunner.withBean(Future.class).run((context) -> {
			warm(context, "futures");
			Future bean = context.getBean(Future.class);
			assertThat(bean.future(1).join()).isEqualTo("future");
			assertThat(bean.mono(1).block()).isEqualTo("mono");
			assertThat(bean.calls()).hasValue(2);
			assertThat(keys(context, "monos")).hasSize(1);
		});
	}

	@Test
	void aCallThatFailsIsRepeatedAndTheOthersAreNot() {
		this.contextRunner.withBean(Failing.class).run((context) -> {
			CacheWarmupProgress names = warm(context, "names");
			assertThat(names.status()).isEqualTo(WarmupStatus.WARM);
			assertThat(names.attempts()).isEqualTo(3);
			assertThat(context.getBean(Failing.class).calls()).containsExactly(1L, 2L, 2L, 2L, 3L);
		});
	}

	@Test
	void aCallThatAlwaysFailsIsNotReady() {
		this.contextRunner.withBean(AlwaysFailing.class)
			.withPropertyValues("warmcache.warmup.retry.max-attempts=2")
			.run((context) -> {
				context.getBean(io.github.warmcache.warmup.run.WarmupExecution.class).run();
				WarmupState state = context.getBean(WarmupState.class);
				assertThat(state.isReady()).isFalse();
				assertThat(state.cache("names").lastError()).isEqualTo(
						"CacheSourceException: A call of a method with @CacheWarmup ended with IllegalStateException");
			});
	}

	@Test
	void severalCallsAreMadeAtOnce() {
		this.contextRunner.withBean(AtOnce.class).run((context) -> {
			assertThat(warm(context, "names").entries()).isEqualTo(6);
			assertThat(context.getBean(AtOnce.class).atOnce()).hasValue(3);
		});
	}

	@Test
	void callsEndWithTheApplication() {
		CountDownLatch called = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		this.contextRunner.withBean(Endless.class, () -> new Endless(called, calls))
			.withPropertyValues("warmcache.warmup.mode=background")
			.run((context) -> {
				context.getBean(io.github.warmcache.warmup.run.WarmupExecution.class).run();
				assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
				context.getBean(io.github.warmcache.warmup.run.WarmupExecution.class).close();
				int then = calls.get();
				await().during(Duration.ofMillis(200)).until(() -> calls.get() == then);
			});
	}

	@Test
	void theDefaultIsWhatTheCacheHas() {
		this.contextRunner.withBean(Constants.class)
			.withBean("source", CacheSource.class, () -> (key) -> "source " + key)
			.withPropertyValues("warmcache.caches.names.source.bean=source")
			.run((context) -> assertThat(context.getBean(WarmupPlan.class).steps().get(0).warmers())
				.containsOnlyKeys("source", "method"));
	}

	@Test
	void itCanBeSwitchedOff() {
		this.contextRunner.withBean(Constants.class)
			.withPropertyValues("warmcache.caches.names.warmup.enabled=false")
			.run((context) -> assertThat(context.getBean(WarmupPlan.class).steps()).isEmpty());
		this.contextRunner.withBean(Constants.class)
			.withPropertyValues("warmcache.warmup.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aBeanDeclaredAsAnInterfaceIsFoundTooLate() {
		this.contextRunner.withUserConfiguration(Hidden.class)
			.run((context) -> assertThat(problem(context)).contains("was not known before bean 'hidden' existed")
				.contains("HiddenNames.name(long)"));
		this.contextRunner.withUserConfiguration(Hidden.class)
			.withPropertyValues("warmcache.caches.names.warmup.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aMethodMustBeCacheableAndNothingElse() {
		assertInvalid(NotCacheable.class, "has no @Cacheable");
		assertInvalid(Evicting.class, "also puts or evicts, which a warm-up must not do");
		assertInvalid(SeveralCaches.class, "uses several caches");
		assertInvalid(OtherManager.class, "names a cache manager or cache resolver of its own");
		assertInvalid(FinalMethod.class, "is private, static or final");
	}

	@Test
	void itMustBeClearWhatToCallItWith() {
		assertInvalid(NothingToCallWith.class, "does not say what to call it with");
		assertInvalid(SeveralAttributes.class, "says in several ways what to call it with");
		assertInvalid(KeysForNone.class, "has no parameters to call it with");
		assertInvalid(KeysForSeveral.class, "has several parameters, but keys are for a single one");
		assertInvalid(NotConvertible.class, "takes a long, which key 2 of its @CacheWarmup cannot be converted to");
		assertInvalid(NoSuchBean.class, "takes its keys from 'nobody.ids', but there is no bean 'nobody'");
		assertInvalid(NoSuchMethod.class, "has no such non-private method without parameters");
		assertInvalid(NoDot.class, "which is not a bean and a method");
		assertInvalid(WrongReturnType.class, "which returns a String");
		assertInvalid(NoDataSource.class, "has a query, but the application has no DataSource");
		assertInvalid(DataSourceOnly.class, "names a data source but has no query");
		assertInvalid(TooParallel.class, "has a parallelism of 5");
	}

	@Test
	void theDataSourceMustBeClear() {
		this.contextRunner.withBean("one", DataSource.class, () -> database().dataSource())
			.withBean("two", DataSource.class, () -> database().dataSource())
			.withBean(NoDataSource.class)
			.run((context) -> assertThat(problem(context))
				.contains("has a query, but there are several data sources: [one, two]"));
		this.contextRunner.withBean("one", DataSource.class, () -> database().dataSource())
			.withBean(FromNamed.class)
			.run((context) -> assertThat(problem(context))
				.contains("names the data source 'two', but there is no such bean"));
	}

	@Test
	void aBeanThatIsNoProxyIsAFailure() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class))
			.withPropertyValues("warmcache.warmup.retry.max-attempts=1")
			.withBean(Constants.class)
			.run((context) -> {
				context.getBean(io.github.warmcache.warmup.run.WarmupExecution.class).run();
				assertThat(context.getBean(WarmupState.class).cache("names").lastError()).contains("is not a proxy");
			});
	}

	@Test
	void argumentsThatDoNotFitAreAFailureThatDoesNotNameThem() {
		this.contextRunner.withBean("misfits", Misfits.class)
			.withPropertyValues("warmcache.warmup.retry.max-attempts=1")
			.run((context) -> {
				context.getBean(io.github.warmcache.warmup.run.WarmupExecution.class).run();
				assertThat(context.getBean(WarmupState.class).cache("names").lastError())
					.startsWith("IllegalArgumentException: Parameter")
					.doesNotContain("secret");
			});
	}

	@Test
	void methodsAreReachableInANativeImage() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Constants.class);
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(Constants.class.getMethod("name", long.class)))
			.accepts(hints);
	}

	private void assertInvalid(Class<?> bean, String problem) {
		this.contextRunner.withBean("ids", Ids.class)
			.withBean(bean)
			.run((context) -> assertThat(problem(context)).startsWith("@CacheWarmup is on " + bean.getName() + ".name(")
				.contains(problem));
	}

	private String problem(AssertableApplicationContext context) {
		FailureAnalysis analysis = this.report.of(context);
		assertThat(analysis.getAction()).isNotBlank();
		return analysis.getDescription();
	}

	private static CacheWarmupProgress warm(ApplicationContext context, String name) {
		context.getBean(io.github.warmcache.warmup.run.WarmupExecution.class).run();
		WarmupState state = context.getBean(WarmupState.class);
		assertThat(state.isReady()).as(() -> String.valueOf(state.caches())).isTrue();
		return state.cache(name);
	}

	private static Iterable<Object> keys(ApplicationContext context, String name) {
		return context.getBean(TieredCacheManager.class).getCache(name).getNativeCache().asMap().keySet();
	}

	private static TestDatabase database() {
		TestDatabase database = Servers.postgres().newDatabase();
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table thing (id bigint primary key, code text)");
		jdbc.execute("insert into thing values (1, 'a'), (2, 'b'), (3, 'c')");
		return database;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	static class Constants {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("names")
		@CacheWarmup(keys = { "1", "2", "3" })
		public String name(long id) {
			this.calls.incrementAndGet();
			return "name " + id;
		}

		public AtomicInteger calls() {
			return this.calls;
		}

	}

	static class Ids {

		private final AtomicBoolean closed = new AtomicBoolean();

		public List<String> list() {
			return List.of("1", "2");
		}

		public IntStream stream() {
			return IntStream.of(3, 4, 5).onClose(() -> this.closed.set(true));
		}

		long[] array() {
			return new long[] { 6, 7 };
		}

		public Stream<Object> pairs() {
			return Stream.of(List.of(1, "a"), new Object[] { "2", "b" });
		}

		public String text() {
			return "";
		}

		public boolean closed() {
			return this.closed.get();
		}

	}

	static class FromBean {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("collection")
		@CacheWarmup(keysFrom = "my.ids.list")
		public String fromCollection(long id) {
			return id + "." + this.calls.incrementAndGet();
		}

		@Cacheable("stream")
		@CacheWarmup(keysFrom = "my.ids.stream")
		public String fromStream(long id) {
			return id + "." + this.calls.incrementAndGet();
		}

		@Cacheable("array")
		@CacheWarmup(keysFrom = "my.ids.array")
		public String fromArray(long id) {
			return id + "." + this.calls.incrementAndGet();
		}

		@Cacheable("several")
		@CacheWarmup(keysFrom = "my.ids.pairs")
		public String several(int number, String text) {
			this.calls.incrementAndGet();
			return number + text;
		}

		public AtomicInteger calls() {
			return this.calls;
		}

	}

	static class FromQuery {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("names")
		@CacheWarmup(query = "select id, code from thing", parallelism = 2)
		public String name(long id) {
			return id + "." + this.calls.incrementAndGet();
		}

		@Cacheable("pairs")
		@CacheWarmup(query = "select id, code from thing")
		public String ofTwo(int id, String code) {
			this.calls.incrementAndGet();
			return id + code;
		}

		public AtomicInteger calls() {
			return this.calls;
		}

	}

	static class FromNamed {

		@Cacheable("names")
		@CacheWarmup(query = "select id from thing", dataSource = "two")
		public String name(long id) {
			return "name " + id;
		}

	}

	static class NoParameters {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("all")
		@CacheWarmup
		public List<String> all() {
			this.calls.incrementAndGet();
			return List.of("a", "b");
		}

		public AtomicInteger calls() {
			return this.calls;
		}

	}

	static class Future {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("futures")
		@CacheWarmup(keys = "1")
		public CompletableFuture<String> future(long id) {
			this.calls.incrementAndGet();
			return CompletableFuture.supplyAsync(() -> "future");
		}

		@Cacheable("monos")
		@CacheWarmup(keys = "1")
		public Mono<String> mono(long id) {
			return Mono.fromSupplier(() -> {
				this.calls.incrementAndGet();
				return "mono";
			});
		}

		public AtomicInteger calls() {
			return this.calls;
		}

	}

	static class Failing {

		private final Queue<Long> calls = new ConcurrentLinkedQueue<>();

		@Cacheable("names")
		@CacheWarmup(keys = { "1", "2", "3" })
		public String name(long id) {
			this.calls.add(id);
			if (id == 2 && this.calls.size() < 4) {
				throw new IllegalStateException("not yet");
			}
			return "name " + id;
		}

		public Queue<Long> calls() {
			return this.calls;
		}

	}

	static class AlwaysFailing {

		@Cacheable("names")
		@CacheWarmup(keys = { "1", "2" }, parallelism = 2)
		public String name(long id) {
			throw new IllegalStateException("no such name");
		}

	}

	static class AtOnce {

		private final CyclicBarrier together = new CyclicBarrier(3);

		private final AtomicInteger current = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		@Cacheable("names")
		@CacheWarmup(keys = { "1", "2", "3", "4", "5", "6" }, parallelism = 3)
		public String name(long id) throws Exception {
			int now = this.current.incrementAndGet();
			this.most.accumulateAndGet(now, Math::max);
			this.together.await(30, TimeUnit.SECONDS);
			this.current.decrementAndGet();
			return "name " + id;
		}

		public AtomicInteger atOnce() {
			return this.most;
		}

	}

	static class Endless {

		private final CountDownLatch called;

		private final AtomicInteger calls;

		private final CountDownLatch never = new CountDownLatch(1);

		Endless(CountDownLatch called, AtomicInteger calls) {
			this.called = called;
			this.calls = calls;
		}

		@Cacheable("names")
		@CacheWarmup(keys = { "1", "2", "3", "4" }, parallelism = 2)
		public String name(long id) throws Exception {
			this.calls.incrementAndGet();
			this.called.countDown();
			this.never.await();
			return "";
		}

	}

	interface Names {

		String name(long id);

	}

	static class HiddenNames implements Names {

		@Override
		@Cacheable("names")
		@CacheWarmup(keys = "1")
		public String name(long id) {
			return "name " + id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		@DependsOn("cacheWarmupPlan")
		Names hidden() {
			return new HiddenNames();
		}

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

	static class Plain {

		@Cacheable("others")
		public String other(long id) {
			return "";
		}

	}

	static class NotCacheable {

		@CacheWarmup(keys = "1")
		public String name(long id) {
			return "";
		}

	}

	static class Evicting {

		@Cacheable("names")
		@CacheEvict("others")
		@CacheWarmup(keys = "1")
		public String name(long id) {
			return "";
		}

	}

	static class SeveralCaches {

		@Cacheable({ "names", "others" })
		@CacheWarmup(keys = "1")
		public String name(long id) {
			return "";
		}

	}

	static class OtherManager {

		@Cacheable(cacheNames = "names", cacheManager = "otherManager")
		@CacheWarmup(keys = "1")
		public String name(long id) {
			return "";
		}

	}

	static class FinalMethod {

		@Cacheable("names")
		@CacheWarmup(keys = "1")
		public final String name(long id) {
			return "";
		}

	}

	static class NothingToCallWith {

		@Cacheable("names")
		@CacheWarmup
		public String name(long id) {
			return "";
		}

	}

	static class SeveralAttributes {

		@Cacheable("names")
		@CacheWarmup(keys = "1", query = "select 1")
		public String name(long id) {
			return "";
		}

	}

	static class KeysForNone {

		@Cacheable("names")
		@CacheWarmup(keys = "1")
		public String name() {
			return "";
		}

	}

	static class KeysForSeveral {

		@Cacheable("names")
		@CacheWarmup(keys = "1")
		public String name(long id, String text) {
			return "";
		}

	}

	static class NotConvertible {

		@Cacheable("names")
		@CacheWarmup(keys = { "1", "one" })
		public String name(long id) {
			return "";
		}

	}

	static class NoSuchBean {

		@Cacheable("names")
		@CacheWarmup(keysFrom = "nobody.ids")
		public String name(long id) {
			return "";
		}

	}

	static class NoSuchMethod {

		@Cacheable("names")
		@CacheWarmup(keysFrom = "ids.nothing")
		public String name(long id) {
			return "";
		}

	}

	static class NoDot {

		@Cacheable("names")
		@CacheWarmup(keysFrom = "ids")
		public String name(long id) {
			return "";
		}

	}

	static class WrongReturnType {

		@Cacheable("names")
		@CacheWarmup(keysFrom = "ids.text")
		public String name(long id) {
			return "";
		}

	}

	static class NoDataSource {

		@Cacheable("names")
		@CacheWarmup(query = "select 1")
		public String name(long id) {
			return "";
		}

	}

	static class DataSourceOnly {

		@Cacheable("names")
		@CacheWarmup(keys = "1", dataSource = "one")
		public String name(long id) {
			return "";
		}

	}

	static class TooParallel {

		@Cacheable("names")
		@CacheWarmup(keys = "1", parallelism = 5)
		public String name(long id) {
			return "";
		}

	}

	static class Misfits {

		@Cacheable("names")
		@CacheWarmup(keysFrom = "misfits.keys")
		public String name(long id) {
			return "";
		}

		public List<Object> keys() {
			return List.of("secret");
		}

	}

}
