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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheCoherenceHealthIndicator;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.WarmupState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of two pods and a real Redis for caches whose values cannot be shared.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class LocalValuesTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Map<String, Object> database = new ConcurrentHashMap<>();

	private final String namespace = UUID.randomUUID().toString();

	private OwnRedisServer redis;

	private Pod writer;

	private Pod other;

	@BeforeEach
	void start() {
		database.clear();
		database.put("a", "old");
		this.redis = Servers.newRedis();
		this.writer = new Pod(this.redis, this.namespace);
		this.other = new Pod(this.redis, this.namespace);
	}

	@AfterEach
	void stop() {
		this.writer.close();
		this.other.close();
		this.redis.close();
	}

	@Test
	void evictionReachesTheOtherPod() {
		for (String cache : List.of("objects", "maps", "untyped")) {
			database.put("a", "old");
			assertThat(this.writer.read(cache, "a")).isEqualTo("old");
			assertThat(this.other.read(cache, "a")).isEqualTo("old");
			database.put("a", "new");
			this.writer.cache(cache).evict("a");
			assertThat(this.writer.read(cache, "a")).isEqualTo("new");
			await().atMost(SOON).until(() -> "new".equals(this.other.read(cache, "a")));
		}
	}

	@Test
	void clearReachesTheOtherPod() {
		for (String cache : List.of("objects", "maps", "untyped")) {
			database.put("a", "old");
			assertThat(this.other.read(cache, "a")).isEqualTo("old");
			database.put("a", "new");
			this.writer.cache(cache).clear();
			await().atMost(SOON).until(() -> "new".equals(this.other.read(cache, "a")));
		}
	}

	@Test
	void annotatedMethodsAreCoherent() {
		assertThat(this.other.service().object("a")).isEqualTo("old");
		assertThat(this.other.service().map("a")).containsEntry("value", "old");
		this.writer.service().write("a", "new");
		assertThat(this.writer.service().object("a")).isEqualTo("new");
		await().atMost(SOON).until(() -> "new".equals(this.other.service().object("a")));
		this.writer.service().clear();
		await().atMost(SOON).until(() -> "new".equals(this.other.service().map("a").get("value")));
	}

	@Test
	void putReachesTheOtherPodAndStaysHere() {
		assertThat(this.other.read("objects", "a")).isEqualTo("old");
		database.put("a", "new");
		this.writer.cache("objects").put("a", "new");
		assertThat(this.writer.held("objects", "a")).isEqualTo("new");
		await().atMost(SOON).until(() -> "new".equals(this.other.read("objects", "a")));
	}

	@Test
	void putIfAbsentIsOfThisPodAndEndsAnAbsenceInTheOther() {
		database.remove("a");
		assertThat(this.other.read("objects", "a")).isNull();
		database.put("a", "new");
		assertThat(this.writer.cache("objects").putIfAbsent("a", "new")).isNull();
		assertThat(Objects.requireNonNull(this.writer.cache("objects").putIfAbsent("a", "newer")).get())
			.isEqualTo("new");
		assertThat(this.writer.held("objects", "a")).isEqualTo("new");
		await().atMost(SOON).until(() -> "new".equals(this.other.read("objects", "a")));
	}

	@Test
	void putThatIsLateIsKeptNowhere() throws Exception {
		this.other.service().put("a", () -> {
			database.put("a", "new");
			this.writer.cache("objects").evict("a");
			return "old";
		});
		assertThat(this.other.held("objects", "a")).isNull();
		assertThat(this.other.read("objects", "a")).isEqualTo("new");
		assertThat(this.writer.read("objects", "a")).isEqualTo("new");
	}

	@Test
	void loadThatBeganBeforeAnEvictionIsNotKept() {
		assertThat(this.other.cache("objects").<Object>get("a", () -> {
			database.put("a", "new");
			this.writer.cache("objects").evict("a");
			return "old";
		})).isEqualTo("old");
		await().atMost(SOON).until(() -> "new".equals(this.other.read("objects", "a")));
	}

	@Test
	void noValueComesToRedis() {
		this.writer.read("objects", "a");
		this.writer.cache("objects").put("b", "new");
		this.writer.cache("objects").putIfAbsent("c", "new");
		SharedTier tier = this.writer.tier("objects");
		assertThat(tier.sharesValues()).isFalse();
		assertThat(tier.readAll(List.of("a", "b"))).isEmpty();
		assertThat(this.redis.command("EVAL", "return #redis.call('KEYS', '*:v1:7:objects:*')", "0")).contains("0");
		this.writer.cache("texts").put("a", "b");
		assertThat(this.redis.command("EVAL", "return #redis.call('KEYS', '*:v1:5:texts:*')", "0")).contains("1");
	}

	@Test
	void valuesLiveAsLongAsThoseOfThisPod() {
		this.writer.cache("objects").put("a", "new");
		this.writer.read("maps", "a");
		for (String cache : List.of("objects", "maps")) {
			List<Duration> remaining = new ArrayList<>();
			this.writer.cache(cache).localContents().visit((key, held) -> remaining.add(held.remaining()));
			assertThat(remaining).singleElement(InstanceOfAssertFactories.DURATION)
				.isGreaterThan(Duration.ofMinutes(50));
		}
	}

	@Test
	void theLogHealthAndMetersSayWhatIsLocal(CapturedOutput output) {
		this.writer.read("untyped", "a");
		this.writer.cache("texts").put("a", "b");
		for (String cache : List.of("objects", "maps", "untyped", "texts")) {
			assertThat(this.writer.context.getBean(MeterRegistry.class)
				.get("warmcache.values.shared")
				.tag("cache", cache)
				.gauge()
				.value()).isEqualTo(cache.equals("texts") ? 1 : 0);
		}
		assertThat(this.writer.context.getBean(CacheCoherenceHealthIndicator.class).health().getDetails())
			.extracting("valuesLocal", InstanceOfAssertFactories.collection(String.class))
			.containsExactly("complete", "maps", "objects", "untyped");
		List<String> told = output.getAll().lines().filter((line) -> line.contains("WARN")).toList();
		assertThat(told).filteredOn((line) -> line.contains("'maps'"))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("Values local",
					"its invalidations and clears still reach every pod", Object.class.getName()));
		assertThat(told).filteredOn((line) -> line.contains("'untyped'"))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("Values local", "'warmcache.caches.untyped.value-type'"));
	}

	@Test
	void completeCacheHearsOfARowThatAnotherPodInserted() {
		String key = this.other.awaitAbsent();
		database.put(key, "new");
		this.writer.cache("complete").evict(key);
		await().atMost(SOON).until(() -> "new".equals(this.other.held("complete", key)));
	}

	@Test
	void completeCacheThatHearsNothingAsksForAbsentKeys() throws Exception {
		String key = this.other.awaitAbsent();
		this.redis.pause();
		try {
			database.put(key, "new");
			await().atMost(Duration.ofSeconds(20)).until(() -> "new".equals(this.other.held("complete", key)));
		}
		finally {
			this.redis.resume();
		}
	}

	/**
	 * A pod.
	 */
	private static final class Pod implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		Pod(OwnRedisServer redis, String namespace) {
			List<String> all = new ArrayList<>(List.of(Servers.properties(redis)));
			all.addAll(List.of("spring.main.banner-mode=off", "warmcache.namespace=" + namespace,
					"warmcache.defaults.time-to-live-jitter=0", "warmcache.defaults.time-to-live=1h",
					"warmcache.defaults.shared.time-to-live=1m", "warmcache.coherence.check-interval=200ms",
					"warmcache.caches.untyped.maximum-size=1000", "warmcache.caches.complete.complete=true",
					"warmcache.caches.complete.source.bean=rows",
					"warmcache.caches.complete.warmup.rewarm.on-loss=false"));
			this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
				.properties(all.toArray(String[]::new))
				.run();
		}

		TieredCache cache(String name) {
			return Objects.requireNonNull(this.context.getBean(TieredCacheManager.class).getCache(name));
		}

		SharedTier tier(String name) {
			return Objects.requireNonNull(cache(name).sharedTier());
		}

		Service service() {
			return this.context.getBean(Service.class);
		}

		@Nullable Object read(String cache, String key) {
			return cache(cache).<@Nullable Object>get(key, () -> database.get(key));
		}

		@Nullable Object held(String cache, String key) {
			return cache(cache).get(key, Object.class);
		}

		/**
		 * Wait until this pod alone answers that a key does not exist.
		 */
		String awaitAbsent() {
			WarmupState state = this.context.getBean(WarmupState.class);
			await().atMost(Duration.ofSeconds(20)).until(() -> Boolean.TRUE.equals(state.isComplete("complete")));
			return Stream.generate(() -> UUID.randomUUID().toString())
				.limit(1000)
				.filter((key) -> cache("complete").get(key) != null)
				.findFirst()
				.orElseThrow();
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Service.class)
	static class App {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		CacheSource<String, Object> rows() {
			return new CacheSource<>() {

				@Override
				public @Nullable Object load(String key) {
					return database.get(key);
				}

				@Override
				public void stream(EntrySink<? super String, ? super Object> sink) {
					database.forEach(sink::accept);
				}

				@Override
				public OptionalLong count() {
					return OptionalLong.of(database.size());
				}

			};
		}

	}

	/**
	 * Methods whose types cannot be shared.
	 */
	static class Service {

		@Cacheable("objects")
		public @Nullable Object object(String id) {
			return database.get(id);
		}

		@CachePut(cacheNames = "objects", key = "#id")
		public @Nullable Object put(String id, Callable<Object> value) throws Exception {
			return value.call();
		}

		@CacheEvict(cacheNames = "objects", key = "#id")
		public void write(String id, Object value) {
			database.put(id, value);
		}

		@Cacheable("maps")
		public Map<String, Object> map(String id) {
			return Map.of("value", database.get(id));
		}

		@CacheEvict(cacheNames = "maps", allEntries = true)
		public void clear() {
			// The annotation does it.
		}

		@Cacheable("texts")
		public String text(String id) {
			return id;
		}

	}

}
