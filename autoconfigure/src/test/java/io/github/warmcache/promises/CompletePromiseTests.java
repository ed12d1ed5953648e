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

package io.github.warmcache.promises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.warmup.WarmupState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what the promises 1 and 2 say of absent keys that a complete cache answers.
 */
@Tag("servers")
class CompletePromiseTests {

	private static final String BOUND = "a key is asked for two seconds after it was changed";

	private static final String OWN_WRITES = "a pod sees the row it inserted as soon as the call returns";

	private static final String OUTAGE = "a pod that hears of no changes asks for absent keys";

	private static final Map<String, String> database = new ConcurrentHashMap<>(Map.of("a", "1", "b", "2"));

	private static CompletePod writer;

	private static CompletePod other;

	@BeforeAll
	static void start() {
		String namespace = UUID.randomUUID().toString();
		writer = new CompletePod(Servers.redis(), namespace);
		// It copies what the first pod has put into the shared tier.
		other = new CompletePod(Servers.redis(), namespace);
	}

	@AfterAll
	static void stop() {
		writer.close();
		other.close();
	}

	@Test
	void rowThatAnotherPodInsertedIsSeen() {
		hearOfAnInsert(writer, other);
	}

	@Test
	void withoutExceptionsARowThatAnotherPodInsertedIsNotSeen() {
		try (Guard off = Guard.disabled(Guard.type("cache.complete.Absences"), "changed", null)) {
			Promises.assertBroken(BOUND, () -> hearOfAnInsert(writer, other));
		}
	}

	@Test
	void rowWhoseMessageWasLostIsSeen() {
		String namespace = UUID.randomUUID().toString();
		try (CompletePod first = new CompletePod(Servers.redis(), namespace);
				CompletePod deaf = new CompletePod(Servers.redis(), namespace);
				Guard lost = Guard.disabled(Guard.type("coherence.ChangeListener"), "heardChange", null)) {
			hearOfAnInsert(first, deaf);
		}
	}

	@Test
	void withoutTheStripesARowWhoseMessageWasLostIsNotSeen() {
		String namespace = UUID.randomUUID().toString();
		try (CompletePod first = new CompletePod(Servers.redis(), namespace);
				CompletePod deaf = new CompletePod(Servers.redis(), namespace);
				Guard lost = Guard.disabled(Guard.type("coherence.ChangeListener"), "heardChange", null);
				Guard off = Guard.disabled(Guard.type("cache.complete.AbsenceClaim"), "covers", true)) {
			Promises.assertBroken(BOUND, () -> hearOfAnInsert(first, deaf));
		}
	}

	private static void hearOfAnInsert(CompletePod from, CompletePod pod) {
		String key = pod.awaitAbsent();
		from.insert(key, "new");
		Promises.eventually(Duration.ofSeconds(2), BOUND, () -> "new".equals(pod.read(key)));
	}

	@Test
	void podSeesTheRowItInserted() {
		seeOwnInsert();
	}

	@Test
	void withoutExceptionsAPodDoesNotSeeTheRowItInserted() {
		try (Guard off = Guard.disabled(Guard.type("cache.complete.Absences"), "changed", null)) {
			Promises.assertBroken(OWN_WRITES, this::seeOwnInsert);
		}
	}

	private void seeOwnInsert() {
		String key = writer.awaitAbsent();
		writer.insert(key, "new");
		Promises.require(OWN_WRITES, "new".equals(writer.read(key)));
	}

	@Test
	void rowIsSeenAfterTheServerLostItsData() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis();
				CompletePod pod = new CompletePod(redis, UUID.randomUUID().toString())) {
			String key = pod.awaitAbsent();
			database.put(key, "new");
			assertThat(pod.read(key)).isNull();
			redis.command("FLUSHALL");
			Promises.eventually(Duration.ofSeconds(2), BOUND, () -> "new".equals(pod.read(key)));
		}
	}

	@Test
	void podThatHearsOfNoChangesAsks() throws Exception {
		loseTheServer();
	}

	@Test
	void withoutKnowingThatItHearsOfNoChangesAPodDoesNotAsk() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis();
				CompletePod pod = new CompletePod(redis, UUID.randomUUID().toString())) {
			String key = pod.awaitAbsent();
			// Either of the two is enough.
			try (Guard off = Guard.disabled(Guard.type("cache.complete.Completeness"), "hears", null);
					Guard alsoOff = Guard.disabled(Guard.type("cache.complete.Completeness"), "check", false)) {
				Promises.assertBroken(OUTAGE, () -> loseTheServer(redis, pod, key));
			}
		}
	}

	private void loseTheServer() throws Exception {
		try (OwnRedisServer redis = Servers.newRedis();
				CompletePod pod = new CompletePod(redis, UUID.randomUUID().toString())) {
			loseTheServer(redis, pod, pod.awaitAbsent());
			// Nothing was changed meanwhile that the server was told of.
			pod.awaitAbsent();
		}
	}

	private void loseTheServer(OwnRedisServer redis, CompletePod pod, String key) throws Exception {
		redis.pause();
		try {
			database.put(key, "new");
			Promises.eventually(Duration.ofSeconds(3), OUTAGE, () -> "new".equals(pod.read(key)));
		}
		finally {
			redis.resume();
		}
	}

	/**
	 * A pod whose cache holds all rows.
	 */
	private static final class CompletePod implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		CompletePod(RedisServerHandle redis, String namespace) {
			List<String> all = new ArrayList<>(List.of(Servers.properties(redis)));
			all.addAll(List.of("spring.main.banner-mode=off", "warmcache.namespace=" + namespace,
					"warmcache.defaults.time-to-live-jitter=0", "warmcache.caches.cities.key-type=java.lang.String",
					"warmcache.caches.cities.value-type=java.lang.String", "warmcache.caches.cities.complete=true",
					"warmcache.caches.cities.source.bean=rows", "warmcache.caches.cities.warmup.rewarm.on-loss=false"));
			this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
				.properties(all.toArray(String[]::new))
				.run();
		}

		TieredCache cache() {
			return Objects.requireNonNull(this.context.getBean(TieredCacheManager.class).getCache("cities"));
		}

		@Nullable String read(String key) {
			return cache().get(key, String.class);
		}

		void insert(String key, String value) {
			database.put(key, value);
			cache().evict(key);
		}

		/**
		 * Wait until this pod alone answers that a key does not exist.
		 * @return the key: not every one, where a stripe was dropped before
		 */
		String awaitAbsent() {
			WarmupState state = this.context.getBean(WarmupState.class);
			await().atMost(20, TimeUnit.SECONDS).until(() -> Boolean.TRUE.equals(state.isComplete("cities")));
			return Stream.generate(() -> UUID.randomUUID().toString())
				.limit(1000)
				.filter((key) -> cache().get(key) != null)
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
	static class App {

		@Bean
		CacheSource<String, String> rows() {
			return new CacheSource<>() {

				@Override
				public @Nullable String load(String key) {
					return database.get(key);
				}

				@Override
				public void stream(EntrySink<? super String, ? super String> sink) {
					database.forEach(sink::accept);
				}

				@Override
				public OptionalLong count() {
					return OptionalLong.of(database.size());
				}

			};
		}

	}

}
