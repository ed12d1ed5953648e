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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A pod: an application as a user has it, with connections and a listener of its own,
 * whose cache of {@link Place places} is used directly.
 */
final class BenchmarkPod implements AutoCloseable {

	private static final String CACHE = "places";

	private final ConfigurableApplicationContext context;

	private BenchmarkPod(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static BenchmarkPod start(RedisServerHandle redis, String namespace, String... properties) {
		List<String> all = new ArrayList<>(List.of(Servers.properties(redis)));
		all.addAll(List.of("spring.main.banner-mode=off", "logging.level.root=warn", "warmcache.namespace=" + namespace,
				"warmcache.caches." + CACHE + ".key-type=java.lang.String",
				"warmcache.caches." + CACHE + ".value-type=" + Place.class.getName(),
				"warmcache.caches." + CACHE + ".shared.time-to-live=5h"));
		all.addAll(List.of(properties));
		return new BenchmarkPod(new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run());
	}

	static List<BenchmarkPod> start(int pods, RedisServerHandle redis, String namespace, String... properties) {
		List<BenchmarkPod> started = new ArrayList<>();
		for (int i = 0; i < pods; i++) {
			started.add(start(redis, namespace, properties));
		}
		return started;
	}

	TieredCache cache() {
		return Objects.requireNonNull(this.context.getBean(TieredCacheManager.class).getCache(CACHE));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class App {

	}

}
