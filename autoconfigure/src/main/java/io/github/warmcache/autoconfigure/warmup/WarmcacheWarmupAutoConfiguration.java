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

package io.github.warmcache.autoconfigure.warmup;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.SharedTiers;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.methods.WarmedMethodRules;
import io.github.warmcache.autoconfigure.methods.WarmedMethods;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.HotKeys;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.source.BeanSourceFactory;
import io.github.warmcache.autoconfigure.source.CustomSourceFactory;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.Rehearsal;
import io.github.warmcache.warmup.RehearsalSettings;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.measure.GoodLoadStore;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.rewarm.RewarmScheduler;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.run.WarmupRunner;
import io.github.warmcache.warmup.warmer.HotKeyPublisher;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the warm-up of caches while the application starts.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WarmcacheAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
		WarmcacheJdbcAutoConfiguration.class })
@ConditionalOnBean(CacheAssembly.class)
@ConditionalOnBooleanProperty(name = "warmcache.warmup.enabled", matchIfMissing = true)
public final class WarmcacheWarmupAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WarmupPlan cacheWarmupPlan(WarmcacheProperties properties, CacheAssembly assembly, ConfiguredCaches configured,
			ObjectProvider<WarmerFactory> factories, BeanSourceFactory beanSources, BeanFactory beanFactory) {
		return new WarmupPlans(assembly.knownNames(), configured, factories.orderedStream().toList(), beanSources,
				beanFactory)
			.create(properties.warmup());
	}

	@Bean
	SharedTierWarmerFactory warmcacheSharedTierWarmerFactory(CacheAssembly assembly, SharedTiers sharedTiers,
			WarmedMethods methods, WarmcacheProperties properties) {
		return new SharedTierWarmerFactory(assembly, sharedTiers, methods,
				new FleetSettings(properties.warmup().coordination()));
	}

	@Bean
	HottestWarmerFactory warmcacheHottestWarmerFactory(SharedTiers sharedTiers) {
		return new HottestWarmerFactory(sharedTiers);
	}

	@Bean
	@ConditionalOnMissingBean
	HotKeyPublisher cacheHotKeyPublisher(WarmupPlan plan, TieredCacheManager caches, WarmupState state,
			WarmcacheProperties properties) {
		HotKeys hotKeys = properties.warmup().hotKeys();
		return new HotKeyPublisher(plan, caches, state, hotKeys.publishInterval(), hotKeys.halfLife());
	}

	@Bean
	WarmedMethods warmcacheWarmedMethods(CachedMethods methods, ConfigurableListableBeanFactory beanFactory) {
		return new WarmedMethods(methods, new WarmedMethodRules(beanFactory));
	}

	@Bean
	MethodWarmerFactory warmcacheMethodWarmerFactory(ConfigurableListableBeanFactory beanFactory, WarmedMethods methods,
			ConfiguredCaches configured) {
		return new MethodWarmerFactory(beanFactory, methods, configured);
	}

	@Bean
	SourceWarmerFactory warmcacheSourceWarmerFactory(BeanSourceFactory beanSources, CustomSourceFactory customSources,
			WarmcacheProperties properties) {
		return new SourceWarmerFactory(beanSources, customSources,
				new FleetSettings(properties.warmup().coordination()));
	}

	@Bean
	@ConditionalOnMissingBean
	WarmupState cacheWarmupState(WarmupPlan plan) {
		return new WarmupState(plan);
	}

	@Bean
	@ConditionalOnMissingBean
	WarmupExecution cacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state,
			WarmcacheProperties properties, ObjectProvider<Rehearsal> rehearsals, GoodLoads goodLoads,
			ObjectProvider<OperationObserver> observer) {
		RehearsalSettings settings = new RehearsalSettings(() -> rehearsals.orderedStream().toList(),
				properties.warmup().rehearsal().deadline());
		return new WarmupExecution(plan, caches, state, settings, goodLoads,
				observer.getIfAvailable(() -> OperationObserver.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	GoodLoads cacheGoodLoads(ObjectProvider<GoodLoadStore> stores, WarmcacheProperties properties,
			BeanFactory beanFactory) {
		if (properties.warmup().goodLoads().table() != null
				&& !beanFactory.containsBean(WarmcacheJdbcAutoConfiguration.GOOD_LOAD_TABLE)) {
			throw new InvalidCacheConfigurationException("warmcache.warmup.good-loads.table",
					"names a table, but the application has no database",
					"Remove it, or add spring-boot-starter-jdbc and a data source");
		}
		GoodLoads loads = new GoodLoads();
		stores.orderedStream().forEach(loads::keepIn);
		return loads;
	}

	@Bean
	@ConditionalOnMissingBean
	RewarmScheduler cacheRewarm(WarmupPlan plan, ConfiguredCaches configured, WarmupExecution warmup,
			TieredCacheManager caches, WarmupState state, WarmcacheProperties properties) {
		return new RewarmScheduler(plan, new RewarmPlans(configured).create(plan), warmup, caches, state,
				properties.coherence().checkInterval());
	}

	// With lazy initialization, the schema would otherwise be created after the warm-up,
	// or never.
	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	WarmupRunner cacheWarmupRunner(WarmupExecution warmup, ApplicationContext context) {
		return new WarmupRunner(warmup, context);
	}

}
