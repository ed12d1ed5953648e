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

package io.github.warmcache.autoconfigure.advice;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.zaxxer.hikari.HikariDataSource;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.advice.check.EntrySizes;
import io.github.warmcache.advice.check.HeapAdvice;
import io.github.warmcache.advice.check.KnownAdvice;
import io.github.warmcache.advice.check.LifetimeAdvice;
import io.github.warmcache.advice.check.RedisAdvice;
import io.github.warmcache.advice.check.SizeAdvice;
import io.github.warmcache.advice.check.StartAdvice;
import io.github.warmcache.advice.check.WarmedCaches;
import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.local.HeapWeigher;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.endpoint.CacheWarmupEndpoint;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.run.WarmupExecution;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.unit.DataSize;

/**
 * Auto-configuration of the advice on the configuration. Beans of type
 * {@link AdviceProvider} add to it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration",
		"io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration",
		"io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration",
		"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration" })
@ConditionalOnBean({ TieredCacheManager.class, ConfiguredCaches.class })
public final class WarmcacheAdviceAutoConfiguration {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean
	ConfigurationAdvisor warmcacheConfigurationAdvisor(ObjectProvider<AdviceProvider> providers,
			WarmcacheProperties properties) {
		Set<String> own = KnownAdvice.ids(KnownAdvice.values());
		// What Warmcache itself finds does not wait for the application.
		List<AdviceProvider> all = providers.orderedStream()
			.sorted(Comparator.comparing((provider) -> !own.containsAll(provider.ids())))
			.toList();
		Set<String> ignored = new LinkedHashSet<>(properties.advice().ignore());
		check(ignored, all);
		return new ConfigurationAdvisor(all, ignored, KnownAdvice.loggedElsewhere(), INTERVAL);
	}

	private static void check(Set<String> ignored, List<AdviceProvider> providers) {
		Set<String> known = new TreeSet<>(KnownAdvice.ids(KnownAdvice.values()));
		providers.forEach((provider) -> known.addAll(provider.ids()));
		for (String id : ignored) {
			if (!known.contains(id)) {
				throw new InvalidCacheConfigurationException("warmcache.advice.ignore",
						"names '" + id + "', which is no advice",
						"Remove it, or write some of these: " + String.join(", ", known));
			}
		}
	}

	@Bean
	AdviceStart warmcacheAdviceStart(ConfigurationAdvisor advisor, StartAdvice start, ApplicationContext context) {
		return new AdviceStart(advisor, start, context);
	}

	@Bean
	StartAdvice warmcacheStartAdvice(ObjectProvider<WarmupExecution> warmup) {
		return new StartAdvice(() -> {
			WarmupExecution execution = warmup.getIfAvailable();
			return (execution != null) ? execution.probes() : null;
		});
	}

	@Bean
	WarmedCaches warmcacheWarmedCaches(ObjectProvider<WarmupState> state) {
		return new WarmedCaches(state.getIfAvailable());
	}

	@Bean
	HeapAdvice warmcacheHeapAdvice(TieredCacheManager caches, ConfiguredCaches configured, WarmedCaches warmed,
			ObjectProvider<EntryWeigher> weigher, WarmcacheProperties properties) {
		EntrySizes sizes = new EntrySizes(weigher.getIfAvailable(HeapWeigher::new), warmed::entries);
		return new HeapAdvice(caches, sizes, DataSize.ofBytes(Runtime.getRuntime().maxMemory()),
				properties.warmup().memoryWatermark(), (name, relative) -> configured.get(name).property(relative));
	}

	@Bean
	LifetimeAdvice warmcacheLifetimeAdvice(TieredCacheManager caches, ConfiguredCaches configured,
			WarmedCaches warmed) {
		return new LifetimeAdvice(caches, warmed::fillTime,
				(name, relative) -> configured.get(name).property(relative));
	}

	@Bean
	SizeAdvice warmcacheSizeAdvice(TieredCacheManager caches, ConfiguredCaches configured, WarmedCaches warmed) {
		return new SizeAdvice(caches, warmed::entries, (name, relative) -> configured.get(name).property(relative));
	}

	@Bean
	@ConditionalOnBean(RedisWatch.class)
	RedisAdvice warmcacheRedisAdvice(RedisWatch watch) {
		return new RedisAdvice(watch);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcOperations.class, PlatformTransactionManager.class })
	static class JdbcConfiguration {

		@Bean
		TimeZoneAdvice warmcacheTimeZoneAdvice(TieredCacheManager caches, ConfiguredCaches configured) {
			return new TimeZoneAdvice(caches, ZoneId::systemDefault,
					(name, relative) -> configured.get(name).property(relative));
		}

		/**
		 * Separate class, because other pools may be in use.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ HikariDataSource.class, DataSourceUnwrapper.class })
		static class HikariConfiguration {

			@Bean
			PoolAdvice warmcachePoolAdvice(TieredCacheManager caches, ConfiguredCaches configured,
					ObjectProvider<WarmupPlan> plan) {
				return new PoolAdvice(caches, configured, plan.getIfAvailable());
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebEndpointsSupplier.class, ManagementPortType.class })
	static class WebConfiguration {

		@Bean
		WebEndpoints warmcacheWebEndpoints(ObjectProvider<WebEndpointsSupplier> suppliers) {
			return new WebEndpoints(suppliers);
		}

		@Bean
		WebAccess warmcacheWebAccess(ListableBeanFactory beans, Environment environment) {
			return new WebAccess(beans, environment);
		}

		@Bean
		EndpointAdvice warmcacheEndpointAdvice(WebEndpoints endpoints, WebAccess access,
				ObjectProvider<CacheWarmupEndpoint> endpoint) {
			return new EndpointAdvice(endpoints, access,
					() -> endpoint.stream().anyMatch(CacheWarmupEndpoint::showsValuesToEverybody));
		}

		/**
		 * Separate class, because Actuator does without Spring Boot's health module.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(HealthEndpointGroups.class)
		static class HealthConfiguration {

			@Bean
			@ConditionalOnBean(HealthEndpointGroups.class)
			HealthAdvice warmcacheHealthAdvice(HealthEndpointGroups groups, WebEndpoints endpoints, WebAccess access) {
				return new HealthAdvice(groups, endpoints, access);
			}

		}

	}

}
