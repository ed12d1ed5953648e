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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
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
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of two pods and a real Redis for caches whose names come up at run time.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class DynamicCachesTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Map<Integer, City> database = new ConcurrentHashMap<>();

	private Pod pod;

	private Pod other;

	@BeforeEach
	void start() {
		database.clear();
		database.put(1, new City("Rome"));
		String namespace = UUID.randomUUID().toString();
		this.pod = new Pod(namespace);
		this.other = new Pod(namespace);
	}

	@AfterEach
	void stop() {
		this.pod.close();
		this.other.close();
	}

	@Test
	void settingsAreThoseOfTheNameThenOfTheBestPattern() {
		assertThat(timeToLive("tenant-1")).isEqualTo(Duration.ofMinutes(2));
		assertThat(timeToLive("tenant-big-1")).isEqualTo(Duration.ofMinutes(3));
		assertThat(timeToLive("tenant-big-own")).isEqualTo(Duration.ofMinutes(4));
		assertThat(timeToLive("annotated-1")).isEqualTo(Duration.ofMinutes(5));
		assertThat(timeToLive("others")).isEqualTo(Duration.ofMinutes(10));
		TieredCache tenant = this.pod.manager().getCache("tenant-1");
		assertThat(tenant.definition().valueType().resolve()).isEqualTo(City.class);
		assertThat(tenant.definition().keyType().resolve()).isEqualTo(Integer.class);
		assertThat(this.pod.manager().getCacheNames()).doesNotContain("tenant-*", "tenant-big-*");
		assertThat(this.pod.manager().getCache("annotated-1").definition().valueType().resolve()).isEqualTo(City.class);
	}

	@Test
	void anEvictionReachesTheOtherPodAndItsValuesAreShared() {
		assertThat(this.pod.find("a", 1)).isEqualTo("Rome");
		database.put(1, new City("Roma"));
		// Only Redis can know it.
		assertThat(this.other.find("a", 1)).isEqualTo("Rome");
		this.pod.service().evict("a", 1);
		await().atMost(SOON).until(() -> "Roma".equals(this.other.find("a", 1)));
	}

	@Test
	void aCacheThatWasRemovedAndMadeAgainIsCoherent() {
		this.other.find("a", 1);
		assertThat(this.other.manager().removeCache("tenant-a")).isTrue();
		assertThat(this.other.manager().getCacheNames()).doesNotContain("tenant-a");
		assertThat(this.other.find("a", 1)).isEqualTo("Rome");
		database.put(1, new City("Roma"));
		this.pod.service().evict("a", 1);
		await().atMost(SOON).until(() -> "Roma".equals(this.other.find("a", 1)));
	}

	@Test
	void aRemovedCacheThatSomebodyHoldsServesNothingThatOthersChanged() {
		TieredCache held = this.other.manager().getCache("tenant-a");
		this.other.manager().removeCache("tenant-a");
		held.put(1, new City("Rome"));
		assertThat(held.get(1, City.class)).isEqualTo(new City("Rome"));
		this.pod.manager().getCache("tenant-a").evict(1);
		await().atMost(SOON).until(() -> held.get(1) == null);
		this.other.find("a", 1);
		database.put(1, new City("Roma"));
		held.evict(1);
		assertThat(this.other.find("a", 1)).isEqualTo("Roma");
	}

	@Test
	void namesThatRedisCannotTellApartAreNotMixedUp(CapturedOutput output) {
		// Such as an emoji that was cut in half, or a tenant that was left out.
		for (String name : List.of("tenant-\uD83D", "tenant-\uD83E", "tenant-?", "", " ")) {
			City own = new City("of " + name);
			this.pod.manager().getCache(name).get(1, () -> own);
			assertThat(this.pod.manager().getCache(name).get(1, City.class)).isEqualTo(own);
			assertThat(this.other.manager().getCache(name).get(1, () -> new City("of " + name))).isEqualTo(own);
		}
		assertThat(output).contains("half of a surrogate pair");
	}

	@Test
	void thousandsOfNamesEndWithAsManyCachesAsAllowed(CapturedOutput output) {
		for (int i = 0; i < 3000; i++) {
			this.pod.service().find("many-" + i, 1);
		}
		assertThat(this.pod.manager().getCachesPresent()).extracting(TieredCache::getName)
			.filteredOn((name) -> name.startsWith("tenant-many-"))
			.hasSize(20)
			.contains("tenant-many-2999");
		assertThat(this.pod.manager().getCacheIfPresent("annotated-1")).isNotNull();
		assertThat(output).containsOnlyOnce("'warmcache.dynamic-caches.maximum'").doesNotContain("Values local");
		await().atMost(SOON).until(() -> {
			System.gc();
			return this.pod.manager().getCachesReachable().size() < 40;
		});
		database.put(1, new City("Roma"));
		this.other.service().evict("many-2999", 1);
		await().atMost(SOON).until(() -> "Roma".equals(this.pod.find("many-2999", 1)));
	}

	private Duration timeToLive(String name) {
		return this.pod.manager().getCache(name).definition().local().timeToLive();
	}

	/**
	 * A pod.
	 */
	private static final class Pod implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		Pod(String namespace) {
			List<String> all = new ArrayList<>(List.of(Servers.properties(Servers.redis())));
			all.addAll(List.of("spring.main.banner-mode=off", "warmcache.namespace=" + namespace,
					"warmcache.dynamic-caches.maximum=20", "warmcache.caches.[tenant-*].time-to-live=2m",
					"warmcache.caches.[tenant-*].key-type=java.lang.Integer",
					"warmcache.caches.[tenant-*].value-type=" + City.class.getName(),
					"warmcache.caches.[tenant-big-*].time-to-live=3m",
					"warmcache.caches.[tenant-big-*].value-type=" + City.class.getName(),
					"warmcache.caches.tenant-big-own.time-to-live=4m",
					"warmcache.caches.tenant-big-own.value-type=" + City.class.getName(),
					"warmcache.caches.[annotated-*].time-to-live=5m",
					"warmcache.caches.[annotated-*].value-type=" + City.class.getName()));
			this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
				.properties(all.toArray(String[]::new))
				.run();
		}

		Service service() {
			return this.context.getBean(Service.class);
		}

		String find(String tenant, int id) {
			return Objects.requireNonNull(service().find(tenant, id)).name();
		}

		TieredCacheManager manager() {
			return this.context.getBean(TieredCacheManager.class);
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	/**
	 * An application that has caches for each tenant.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Service.class)
	static class App {

		@Bean
		TenantCaches tenantCaches(CacheManager cacheManager) {
			return new TenantCaches(cacheManager);
		}

	}

	/**
	 * Takes the cache of the tenant that the first argument names.
	 */
	record TenantCaches(CacheManager cacheManager) implements CacheResolver {

		@Override
		public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
			return List.of(Objects.requireNonNull(this.cacheManager.getCache("tenant-" + context.getArgs()[0])));
		}

	}

	/**
	 * A value.
	 */
	record City(String name) {
	}

	/**
	 * Methods of tenants.
	 */
	static class Service {

		@Cacheable(cacheResolver = "tenantCaches", key = "#id")
		public @Nullable City find(String tenant, int id) {
			return database.get(id);
		}

		@CacheEvict(cacheResolver = "tenantCaches", key = "#id")
		public void evict(String tenant, int id) {
		}

		@Cacheable("annotated-1")
		public @Nullable City annotated(int id) {
			return database.get(id);
		}

	}

}
