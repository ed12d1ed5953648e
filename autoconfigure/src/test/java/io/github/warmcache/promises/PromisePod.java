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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A pod: an application as a user has it, but for its caches, which are used directly. It
 * loads from a map that all pods of a test share.
 */
final class PromisePod implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Map<Object, String> database;

	private PromisePod(ConfigurableApplicationContext context, Map<Object, String> database) {
		this.context = context;
		this.database = database;
	}

	static PromisePod start(RedisServerHandle redis, String namespace, Map<Object, String> database,
			String... properties) {
		List<String> all = new ArrayList<>(List.of(Servers.properties(redis)));
		all.addAll(List.of("spring.main.banner-mode=off", "warmcache.namespace=" + namespace,
				"warmcache.defaults.time-to-live-jitter=0", "warmcache.caches.cities.key-type=java.lang.String",
				"warmcache.caches.cities.value-type=java.lang.String"));
		all.addAll(List.of(properties));
		return new PromisePod(new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run(), database);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	TieredCache cache() {
		return cache("cities");
	}

	TieredCache cache(String name) {
		return Objects.requireNonNull(bean(TieredCacheManager.class).getCache(name));
	}

	@Nullable String read(Object key) {
		return read(key, () -> this.database.get(key));
	}

	@Nullable String read(Object key, Callable<@Nullable String> loader) {
		return cache().get(key, loader);
	}

	/**
	 * Change a value in the database, and then in the caches.
	 */
	void write(Object key, String value) {
		this.database.put(key, value);
		cache().evict(key);
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
