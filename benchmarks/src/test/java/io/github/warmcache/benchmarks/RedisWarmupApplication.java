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

package io.github.warmcache.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Application that is started to fill a cache.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
class RedisWarmupApplication {

	static final String NAME = "bench";

	static final String HASH = "bench:cities";

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	@Bean
	Rows rows() {
		return new Rows();
	}

	@Bean
	Cities cityCache() {
		return new Cities();
	}

	/**
	 * Start the application, and end it.
	 * @param warmer what fills the cache
	 * @param rows how many entries are expected
	 * @param properties pairs, each as {@code name=value}
	 * @return entries a second, as the warm-up itself has measured
	 */
	static double fill(String warmer, int rows, List<String> properties) {
		return fill(warmer, rows, properties, () -> true);
	}

	/**
	 * Start the application, and end it some time later: an end does not wait until a
	 * million entries are written to a snapshot.
	 * @param until tells when it may end
	 */
	static double fill(String warmer, int rows, List<String> properties, BooleanSupplier until) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of("spring.application.name=" + NAME, "spring.main.banner-mode=off", "logging.level.root=warn",
				"bench.rows=" + rows, "warmcache.caches.cities.maximum-size=" + 2 * rows,
				"warmcache.caches.cities.time-to-live=1h", "warmcache.caches.cities.shared.time-to-live=1h"));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(RedisWarmupApplication.class)
			.web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.listeners(new CompiledStart())
			.run()) {
			CacheWarmupProgress progress = context.getBean(WarmupState.class).cache("cities");
			if (!warmer.equals(progress.warmer()) || progress.entries() != rows) {
				throw new IllegalStateException("Not filled from " + warmer + ": " + progress);
			}
			while (!until.getAsBoolean()) {
				LockSupport.parkNanos(POLL_NANOS);
			}
			return progress.entriesPerSecond();
		}
	}

	/**
	 * Place, as the sample has them.
	 */
	record City(long id, String name, String countryCode, @Nullable String adminCode, String featureCode,
			long population, double latitude, double longitude) implements Serializable {

	}

	/**
	 * What users write.
	 */
	static class Cities {

		@Cacheable("cities")
		public @Nullable City find(long id) {
			throw new IllegalStateException("Nothing is to be loaded one by one");
		}

	}

	/**
	 * Fills the shared tier at the first start.
	 */
	static final class Rows implements CacheSource<Long, City>, EnvironmentAware {

		private int rows;

		@Override
		public void setEnvironment(Environment environment) {
			this.rows = environment.getRequiredProperty("bench.rows", Integer.class);
		}

		@Override
		public @Nullable City load(Long key) {
			return null;
		}

		@Override
		public void stream(EntrySink<? super Long, ? super City> sink) {
			CityData.cities(this.rows).forEach((city) -> sink.accept(city.id(), city));
		}

	}

}
