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

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTierFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SharedTiers}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedTiersTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class));

	@Test
	void cacheWithoutATypeStaysInThisPodAndSaysSoOnce(CapturedOutput output) {
		this.contextRunner.withBean(SharedTierFactory.class, () -> this::refuse)
			.withPropertyValues("warmcache.caches.untyped.maximum-size=5")
			.run((context) -> {
				assertThat(sharedTier(context, "untyped")).isNull();
				assertThat(sharedTier(context, "untyped")).isNull();
				assertThat(output)
					.containsOnlyOnce("Values local: cache 'untyped' keeps its values in this pod only, and "
							+ "other pods hear nothing of its changes. No method declares the type of its values: set "
							+ "'warmcache.caches.untyped.value-type'");
			});
	}

	@Test
	void cacheWhoseTypeCannotBeKeptStaysInThisPodWithAWarning(CapturedOutput output) {
		this.contextRunner.withBean(SharedTierFactory.class, () -> this::refuse)
			.withBean(Service.class)
			.run((context) -> {
				assertThat(sharedTier(context, "texts")).isNull();
				assertThat(output).containsOnlyOnce("Values local: cache 'others'")
					.contains("Values local: cache 'texts' keeps its values in this pod only, and other pods hear "
							+ "nothing of its changes. Nothing is kept");
			});
	}

	@Test
	void patternLeavesTypesToTheMethodsOfItsCaches(CapturedOutput output) {
		SharedTier tier = mock(SharedTier.class);
		this.contextRunner.withBean(SharedTierFactory.class, () -> (cacheName, keyType, valueType, version) -> tier)
			.withBean(Service.class)
			.withPropertyValues("warmcache.caches.[t*s].shared.time-to-live=5m")
			.run((context) -> {
				assertThat(sharedTier(context, "texts")).isSameAs(tier);
				assertThat(output).doesNotContain("Values local");
				assertThat(sharedTier(context, "tenants")).isNull();
				assertThat(output).containsOnlyOnce("Values local: cache 'tenants'")
					.contains("set 'warmcache.caches[t*s].value-type'");
			});
	}

	@Test
	void patternWithoutATypeIsRefusedIfNoMethodTellsOne() {
		this.contextRunner.withBean(SharedTierFactory.class, () -> this::refuse)
			.withBean(Service.class)
			.withPropertyValues("spring.application.name=test", "warmcache.caches.[tenant-*].shared.time-to-live=5m")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'warmcache.caches[tenant-*].value-type' is missing"));
	}

	@Test
	void cacheThatCannotHaveWhatItsPatternAsksForIsSaidAndDoesNotStopTheStart(CapturedOutput output) {
		this.contextRunner.withBean(SharedTierFactory.class, () -> this::refuse)
			.withBean(Service.class)
			.withPropertyValues("warmcache.caches.[*].shared.time-to-live=5m")
			.run((context) -> {
				assertThat(sharedTier(context, "texts")).isNull();
				assertThat(output).containsOnlyOnce("Values local: cache 'texts'")
					.containsOnlyOnce("Values local: cache 'others'");
			});
	}

	@Test
	void cachesThatNothingNamesAreToldOfOnce(CapturedOutput output) {
		this.contextRunner.withBean(SharedTierFactory.class, () -> this::refuse).run((context) -> {
			for (int i = 0; i < 100; i++) {
				assertThat(sharedTier(context, "tenant-" + i)).isNull();
			}
			assertThat(output).containsOnlyOnce("Values local: cache 'tenant-0'")
				.containsOnlyOnce("Values local")
				.contains("'warmcache.caches.tenant-0.value-type' to share them. Properties can also be "
						+ "written for a pattern of names");
		});
	}

	@Test
	void nothingIsSaidWhereThereIsNoSharedTier(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class))
			.withPropertyValues("warmcache.caches.untyped.shared.time-to-live=5m")
			.run((context) -> {
				assertThat(sharedTier(context, "untyped")).isNull();
				assertThat(output).doesNotContain("keeps its values in this pod only");
			});
	}

	@Test
	void redisOfAnApplicationWhoseCachesDoNotUseItIsLeftAlone() {
		this.contextRunner.withPropertyValues("warmcache.defaults.shared.enabled=false")
			.withBean(Service.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(sharedTier(context, "texts")).isNull();
				assertThat(context.getBeanFactory().containsSingleton("warmcacheRedisTierConnections")).isFalse();
			});
	}

	private static SharedTier sharedTier(ApplicationContext context, String cacheName) {
		return context.getBean(TieredCacheManager.class).getCache(cacheName).sharedTier();
	}

	private SharedTier refuse(String cacheName, Object keyType, Object valueType, Object version) {
		throw new IllegalArgumentException("Nothing is kept.");
	}

	static class Service {

		@Cacheable("texts")
		public String text(long id) {
			return "";
		}

		@Cacheable("others")
		public String other(long id) {
			return "";
		}

	}

}
