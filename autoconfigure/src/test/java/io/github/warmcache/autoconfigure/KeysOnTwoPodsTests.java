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

import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of two pods and a real Redis for keys of all kinds of types.
 */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("JavaUtilDate")
@Tag("servers")
class KeysOnTwoPodsTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final AtomicInteger calls = new AtomicInteger();

	private static final Map<Object, String> database = new ConcurrentHashMap<>();

	private Pod pod;

	private Pod other;

	@BeforeEach
	void start() {
		calls.set(0);
		database.clear();
		String namespace = UUID.randomUUID().toString();
		this.pod = new Pod(Servers.redis(), namespace);
		this.other = new Pod(Servers.redis(), namespace);
	}

	@AfterEach
	void stop() {
		this.pod.close();
		this.other.close();
	}

	@Test
	void keysOfManyTypesAreSharedWithTheirValues() {
		for (Call call : List.<Call>of((service) -> service.byDate(new Date(7)),
				(service) -> service.byTimestamp(new Timestamp(7)), (service) -> service.byUri(URI.create("a:b")),
				(service) -> service.byLocale(new Locale("no", "NO", "NY")),
				(service) -> service.byOptional(Optional.of("a")), (service) -> service.byType(String.class),
				(service) -> service.byMap(Map.of("b", 1, "a", 2)),
				(service) -> service.byPage(PageRequest.of(1, 20, Sort.by("name").descending())),
				(service) -> service.byBytes("a", new byte[] { 1, 2 }, new int[] { 3 }))) {
			int before = calls.get();
			assertThat(call.of(this.pod.service())).isEqualTo(call.of(this.other.service()));
			assertThat(calls.get()).isEqualTo(before + 1);
		}
	}

	@Test
	void evictionByPageReachesTheOtherPod() {
		PageRequest page = PageRequest.of(0, 10);
		assertThat(this.other.service().byPage(page)).isEqualTo("1");
		assertThat(this.other.service().byPage(page)).isEqualTo("1");
		this.pod.service().evictPage(PageRequest.of(0, 10));
		await().atMost(SOON).until(() -> !"1".equals(this.other.service().byPage(page)));
	}

	@Test
	void keyWithoutATextIsOfThisPodAndItsEvictionReachesTheOther() {
		database.put("a", "old");
		database.put("b", "old");
		assertThat(this.pod.service().byId(new Id("a"))).isEqualTo("old");
		assertThat(this.other.service().byId(new Id("a"))).isEqualTo("old");
		database.put("a", "new");
		assertThat(this.pod.service().byId(new Id("a"))).isEqualTo("old");
		this.pod.service().evict(new Id("a"));
		assertThat(this.pod.service().byId(new Id("a"))).isEqualTo("new");
		await().atMost(SOON).until(() -> "new".equals(this.other.service().byId(new Id("a"))));
	}

	@Test
	void putOfAKeyWithoutATextReachesTheOtherPod() {
		database.put("a", "old");
		assertThat(this.other.service().byId(new Id("a"))).isEqualTo("old");
		assertThat(this.pod.service().put(new Id("a"), "new")).isEqualTo("new");
		assertThat(this.pod.service().byId(new Id("a"))).isEqualTo("new");
		await().atMost(SOON).until(() -> "new".equals(this.other.service().byId(new Id("a"))));
		TieredCache ids = this.pod.cache("ids");
		database.remove("b");
		assertThat(this.other.service().byId(new Id("b"))).isNull();
		database.put("b", "new");
		assertThat(ids.putIfAbsent(new Id("b"), "new")).isNull();
		assertThat(Objects.requireNonNull(ids.putIfAbsent(new Id("b"), "newer")).get()).isEqualTo("new");
		await().atMost(SOON).until(() -> "new".equals(this.other.service().byId(new Id("b"))));
	}

	@Test
	void latePutOfAKeyWithoutATextIsNotKept() {
		database.put("a", "old");
		this.other.cache("ids").put(new Id("a"), "old");
		this.other.service().put(new Id("a"), () -> {
			database.put("a", "new");
			this.pod.service().evict(new Id("a"));
			return "old";
		});
		assertThat(this.other.service().byId(new Id("a"))).isEqualTo("new");
	}

	@Test
	void noCallFailsForItsKeyAndEachTypeIsSaidOnce(CapturedOutput output) {
		byte[] bytes = { 1 };
		for (int i = 0; i < 3; i++) {
			this.pod.service().byArray(bytes);
			this.pod.service().byId(new Id("a"));
			this.pod.service().evict(new Id("a"));
			this.pod.service().byAny(Thread.currentThread());
			this.pod.service().byAny(Set.of(new Object()));
		}
		int before = calls.get();
		this.pod.service().byArray(bytes);
		assertThat(calls.get()).isEqualTo(before);
		this.pod.cache("arrays").evict(bytes);
		this.pod.service().byArray(bytes);
		assertThat(calls.get()).isEqualTo(before + 1);
		assertThat(this.pod.cache("arrays").statistics().count(CacheEvent.SHARED_MISS_NOT_SHARED)).isPositive();
		List<String> told = output.getAll().lines().filter((line) -> line.contains("Keys local")).toList();
		assertThat(new HashSet<>(told)).hasSameSizeAs(told)
			.hasSize(4)
			.anySatisfy((line) -> assertThat(line).contains("WARN", "'ids'", Id.class.getName(), "@Cacheable(key ="))
			.anySatisfy((line) -> assertThat(line).contains("WARN", "'arrays'", "[B"));
	}

	@FunctionalInterface
	private interface Call {

		@Nullable String of(Service service);

	}

	/**
	 * A pod.
	 */
	private static final class Pod implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		Pod(RedisServerHandle redis, String namespace) {
			List<String> all = new ArrayList<>(List.of(Servers.properties(redis)));
			all.addAll(List.of("spring.main.banner-mode=off", "warmcache.namespace=" + namespace));
			this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
				.properties(all.toArray(String[]::new))
				.run();
		}

		Service service() {
			return this.context.getBean(Service.class);
		}

		TieredCache cache(String name) {
			return Objects.requireNonNull(this.context.getBean(TieredCacheManager.class).getCache(name));
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

	}

	/**
	 * A key that other pods cannot be told of.
	 */
	static final class Id {

		private final String id;

		Id(String id) {
			this.id = id;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Id that && that.id.equals(this.id);
		}

		@Override
		public int hashCode() {
			return this.id.hashCode();
		}

	}

	/**
	 * Methods with keys of all kinds.
	 */
	static class Service {

		private static String next() {
			return Integer.toString(calls.incrementAndGet());
		}

		@Cacheable("dates")
		public String byDate(Date date) {
			return next();
		}

		@Cacheable("timestamps")
		public String byTimestamp(Timestamp timestamp) {
			return next();
		}

		@Cacheable("uris")
		public String byUri(URI uri) {
			return next();
		}

		@Cacheable("locales")
		public String byLocale(Locale locale) {
			return next();
		}

		@Cacheable("optionals")
		public String byOptional(Optional<String> optional) {
			return next();
		}

		@Cacheable("types")
		public String byType(Class<?> type) {
			return next();
		}

		@Cacheable("maps")
		public String byMap(Map<String, Integer> map) {
			return next();
		}

		@Cacheable("pages")
		public String byPage(Pageable page) {
			return next();
		}

		@CacheEvict("pages")
		public void evictPage(Pageable page) {
			// The annotation does it.
		}

		@Cacheable("bytes")
		public String byBytes(String name, byte[] bytes, int[] numbers) {
			return next();
		}

		@Cacheable(cacheNames = "arrays", key = "#bytes")
		public String byArray(byte[] bytes) {
			return next();
		}

		@Cacheable("any")
		public String byAny(Object key) {
			return next();
		}

		@Cacheable("ids")
		public @Nullable String byId(Id id) {
			return database.get(id.id);
		}

		@CachePut(cacheNames = "ids", key = "#id")
		public String put(Id id, String value) {
			database.put(id.id, value);
			return value;
		}

		@CachePut(cacheNames = "ids", key = "#id")
		public String put(Id id, Supplier<String> value) {
			return value.get();
		}

		@CacheEvict("ids")
		public void evict(Id id) {
			// The annotation does it.
		}

	}

}
