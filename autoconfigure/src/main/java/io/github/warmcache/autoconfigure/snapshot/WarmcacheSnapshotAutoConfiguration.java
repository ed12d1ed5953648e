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

package io.github.warmcache.autoconfigure.snapshot;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;

import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.SharedTiers;
import io.github.warmcache.autoconfigure.cache.Signing;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.snapshot.SnapshotSettings;
import io.github.warmcache.snapshot.Snapshots;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.measure.GoodLoadStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * Auto-configuration of snapshots, which are files that keep the content of caches across
 * a restart of the container. Files are written only if a directory is configured.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WarmcacheAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
		WarmcacheCoherenceAutoConfiguration.class }, before = WarmcacheWarmupAutoConfiguration.class)
@ConditionalOnBean(CacheAssembly.class)
@ConditionalOnBooleanProperty(name = "warmcache.warmup.enabled", matchIfMissing = true)
public final class WarmcacheSnapshotAutoConfiguration {

	@Bean
	SnapshotWarmerFactory warmcacheSnapshotWarmerFactory(WarmcacheProperties properties,
			ObjectProvider<Snapshots> snapshots, ObjectProvider<ValueCodecFactory> codecs, CacheAssembly assembly,
			SharedTiers sharedTiers) {
		return new SnapshotWarmerFactory(properties.snapshots(), snapshots, codecs, assembly, sharedTiers);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ValueCodecFactory.class)
	@ConditionalOnProperty("warmcache.snapshots.directory")
	static class FilesConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Snapshots warmcacheSnapshots(WarmcacheProperties properties, Environment environment, TieredCacheManager caches,
				ValueCodecFactory codecs, ObjectProvider<SharedHistory> history, ObjectProvider<WarmupState> warmup,
				Signing signing) {
			Path directory = properties.snapshots().directory();
			Assert.state(directory != null, "'warmcache.snapshots.directory' is not bound");
			String application = Objects.requireNonNullElse(properties.application(environment), "");
			return new Snapshots(
					new SnapshotSettings(directory, application, properties.snapshots().interval(),
							properties.snapshots().maxAge(), signing.signer()),
					caches, codecs, history::getIfUnique, (name) -> full(warmup.getObject(), name),
					InstantSource.system());
		}

		@Bean
		GoodLoadStore warmcacheGoodLoadFile(Snapshots snapshots) {
			return snapshots.goodLoads();
		}

		/**
		 * Return how many entries the cache had when it was full, or {@code null} if it
		 * is not warm. The file of a half-filled cache must not replace that of a full
		 * one, and would be taken for full after a restart.
		 */
		static @Nullable Long full(WarmupState warmup, String cacheName) {
			return isFilled(warmup.cache(cacheName)) ? Objects.requireNonNullElse(warmup.full(cacheName), 0L) : null;
		}

		static boolean isFilled(@Nullable CacheWarmupProgress progress) {
			return progress != null && progress.status() == WarmupStatus.WARM;
		}

	}

}
