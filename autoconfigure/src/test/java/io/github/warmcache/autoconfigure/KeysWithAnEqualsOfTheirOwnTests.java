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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that are containers with an {@code equals} of their own, in two pods on a real
 * Redis.
 */
@Tag("servers")
class KeysWithAnEqualsOfTheirOwnTests {

	private static final AtomicInteger calls = new AtomicInteger();

	private static ConfigurableApplicationContext pod;

	private static ConfigurableApplicationContext other;

	@BeforeAll
	static void start() {
		String namespace = UUID.randomUUID().toString();
		pod = pod(namespace);
		other = pod(namespace);
	}

	@AfterAll
	static void stop() {
		pod.close();
		other.close();
	}

	static List<List<Object>> keys() {
		return List.of(List.of(new OwnList("a"), new OwnList("b")), List.of(new OwnMap("a"), new OwnMap("b")),
				List.of(new OwnSet("a"), new OwnSet("b")));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void aKeyDoesNotGetTheValueOfAnother(List<Object> keys) {
		String value = pod.getBean(Service.class).read(keys.get(0));
		assertThat(pod.getBean(Service.class).read(keys.get(1))).isNotEqualTo(value);
		assertThat(other.getBean(Service.class).read(keys.get(1))).isNotEqualTo(value);
	}

	private static ConfigurableApplicationContext pod(String namespace) {
		List<String> properties = new ArrayList<>(List.of(Servers.properties(Servers.redis())));
		properties.add("spring.main.banner-mode=off");
		properties.add("warmcache.namespace=" + namespace);
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	/**
	 * Names of one tenant, of which another may have the same.
	 */
	@SuppressWarnings("serial")
	static final class OwnList extends ArrayList<String> {

		private final String tenant;

		OwnList(String tenant) {
			this.tenant = tenant;
		}

		@Override
		public boolean equals(@Nullable Object object) {
			return object instanceof OwnList list && list.tenant.equals(this.tenant) && super.equals(object);
		}

		@Override
		public int hashCode() {
			return this.tenant.hashCode();
		}

	}

	@SuppressWarnings("serial")
	static final class OwnMap extends HashMap<String, String> {

		private final String tenant;

		OwnMap(String tenant) {
			this.tenant = tenant;
		}

		@Override
		public boolean equals(@Nullable Object object) {
			return object instanceof OwnMap map && map.tenant.equals(this.tenant) && super.equals(object);
		}

		@Override
		public int hashCode() {
			return this.tenant.hashCode();
		}

	}

	@SuppressWarnings("serial")
	static final class OwnSet extends HashSet<String> {

		private final String tenant;

		OwnSet(String tenant) {
			this.tenant = tenant;
		}

		@Override
		public boolean equals(@Nullable Object object) {
			return object instanceof OwnSet set && set.tenant.equals(this.tenant) && super.equals(object);
		}

		@Override
		public int hashCode() {
			return this.tenant.hashCode();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Service.class)
	static class App {

	}

	static class Service {

		@Cacheable("any")
		public String read(Object key) {
			return Integer.toString(calls.incrementAndGet());
		}

	}

}
