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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.snapshot.Snapshots;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.run.WarmupRunner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmcacheSnapshotAutoConfiguration} without any server.
 */
class WarmcacheSnapshotAutoConfigurationTests {

	@TempDir
	static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
						WarmcacheCoherenceAutoConfiguration.class, WarmcacheSnapshotAutoConfiguration.class,
						WarmcacheCachingAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class))
		.withPropertyValues("warmcache.caches.cities.value-type=java.lang.String",
				"warmcache.caches.cities.key-type=java.lang.Integer");

	private final ApplicationContextRunner warmed = this.contextRunner
		.withPropertyValues("warmcache.snapshots.directory=" + directory.resolve("snapshots"),
				"warmcache.caches.cities.warmup.from=snapshot,own")
		.withBean("own", CacheWarmer.class, () -> (context) -> context.accept(1, "Rome"));

	@Test
	void withoutADirectoryThereAreNone() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Snapshots.class));
	}

	@Test
	void aRestartFindsWhatTheRunBeforeHeldWithoutRedisOnTheClassPath() {
		ApplicationContextRunner local = this.warmed
			.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class.getPackageName()));
		local.run((context) -> assertThat(warm(context)).isEqualTo("own"));
		local.run((context) -> {
			assertThat(warm(context)).isEqualTo("snapshot");
			assertThat(context.getBean(TieredCacheManager.class).getCache("cities").get(1, String.class))
				.isEqualTo("Rome");
		});
	}

	@Test
	void goodLoadsOutliveTheApplication() {
		Path file = directory.resolve("loads").resolve("good-loads.txt");
		ApplicationContextRunner local = this.warmed
			.withPropertyValues("warmcache.snapshots.directory=" + file.getParent())
			.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class.getPackageName()));
		local.run((context) -> {
			context.getBean(GoodLoads.class).add("cities", 7, "source", true);
			await().until(() -> Files.exists(file));
		});
		local.run((context) -> assertThat(context.getBean(GoodLoads.class).last("cities")).isNotNull()
			.extracting(GoodLoad::entries, GoodLoad::from)
			.containsExactly(7L, "source"));
	}

	@Test
	void snapshotsUseTheCodecOfTheApplication() {
		ApplicationContextRunner json = this.warmed
			.withPropertyValues("warmcache.snapshots.directory=" + directory.resolve("codec"))
			.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class.getPackageName()));
		json.run((context) -> assertThat(warm(context)).isEqualTo("own"));
		ValueCodecFactory codecs = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build());
		ApplicationContextRunner other = json.withBean(ValueCodecFactory.class,
				() -> (cacheName, valueType) -> new Renamed(codecs.create(cacheName, valueType)));
		other.run((context) -> assertThat(warm(context)).as("a file in another format").isEqualTo("own"));
		other.run((context) -> assertThat(warm(context)).isEqualTo("snapshot"));
	}

	@Test
	void aCacheOfWhichMuchHadExpiredIsWarmedFromTheNextSourceAfterARestart() {
		ApplicationContextRunner expiring = this.contextRunner
			.withPropertyValues("warmcache.snapshots.directory=" + directory.resolve("expiring"),
					"warmcache.caches.cities.warmup.from=snapshot,own")
			.withBean("own", CacheWarmer.class, () -> (context) -> {
				for (int id = 1; id <= 100; id++) {
					context.accept(id, "city " + id, (id % 2 == 0) ? Duration.ofMillis(1) : Duration.ofHours(1));
				}
			});
		expiring.run((context) -> {
			assertThat(warm(context)).isEqualTo("own");
			TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
			await().until(() -> !cities.localContents().holds(100));
		});
		expiring.run((context) -> assertThat(warm(context)).isEqualTo("own"));
	}

	private static String warm(ApplicationContext context) {
		context.getBean(WarmupRunner.class).run(new DefaultApplicationArguments());
		return String.valueOf(context.getBean(WarmupState.class).cache("cities").warmer());
	}

	@ParameterizedTest
	@EnumSource(WarmupStatus.class)
	void onlyACacheThatIsWarmIsWritten(WarmupStatus status) {
		CacheWarmupProgress progress = new CacheWarmupProgress("cities", status, true, 1, null, 1, Duration.ZERO, 1,
				"own", null, null, 0, 0);
		assertThat(WarmcacheSnapshotAutoConfiguration.FilesConfiguration.isFilled(progress))
			.isEqualTo(status == WarmupStatus.WARM);
	}

	@Test
	void aCacheThatIsWarmedOtherwiseIsWarmedFromItsSnapshotFirst() {
		this.contextRunner
			.withPropertyValues("warmcache.snapshots.directory=" + directory,
					"warmcache.caches.cities.source.bean=rows", "warmcache.caches.cities.warmup.enabled=true")
			.withBean("rows", Rows.class)
			.run((context) -> assertThat(context.getBean(WarmupPlan.class).steps().get(0).warmers().keySet())
				.containsExactly("snapshot", "source"));
	}

	@Test
	void theOnlyWarmerOfARequiredCacheCannotBeTheSnapshot() {
		ApplicationContextRunner only = this.contextRunner.withPropertyValues(
				"warmcache.snapshots.directory=" + directory, "warmcache.caches.cities.warmup.from=snapshot");
		only.run((context) -> assertThat(context).getFailure()
			.hasRootCauseInstanceOf(InvalidCacheConfigurationException.class)
			.rootCause()
			.hasMessageContaining("warmcache.caches.cities.warmup.from")
			.hasMessageContaining("the first start finds no file"));
		only.withPropertyValues("warmcache.caches.cities.warmup.required=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aSnapshotThatCannotBeHadIsRefusedWithTheReason() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.warmup.from=snapshot")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'warmcache.snapshots.directory' is missing"));
		this.warmed.withPropertyValues("warmcache.caches.untyped.warmup.from=snapshot,own")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("set 'warmcache.caches.untyped.value-type'"));
		this.warmed.withPropertyValues("warmcache.caches.cities.value-type=java.lang.Exception")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("values of type java.lang.Exception cannot be read back unchanged"));
		this.warmed.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("there is no Jackson"));
	}

	@Test
	void timesMustBePositive() {
		this.contextRunner.withPropertyValues("warmcache.snapshots.interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("warmcache.snapshots.interval")
				.hasMessageContaining("must be positive"));
		this.contextRunner.withPropertyValues("warmcache.snapshots.max-age=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("warmcache.snapshots.max-age")
				.hasMessageContaining("must be positive"));
	}

	static class Rows implements CacheSource<Integer, String> {

		@Override
		public String load(Integer key) {
			return "row " + key;
		}

	}

	/**
	 * Codec whose format has another name.
	 */
	private record Renamed(ValueCodec codec) implements ValueCodec {

		@Override
		public String schema() {
			return "renamed " + this.codec.schema();
		}

		@Override
		public void write(Object value, OutputStream output) throws IOException, UnwritableValueException {
			this.codec.write(value, output);
		}

		@Override
		public @Nullable Object read(byte[] bytes, int offset, int length) {
			return this.codec.read(bytes, offset, length);
		}

	}

}
