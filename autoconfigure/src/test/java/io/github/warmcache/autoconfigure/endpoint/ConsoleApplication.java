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

package io.github.warmcache.autoconfigure.endpoint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.warmup.CacheWarmer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Whole application with the console, on a free port.
 */
final class ConsoleApplication implements AutoCloseable {

	private final Map<String, Integer> ports = new ConcurrentHashMap<>();

	private final ConfigurableApplicationContext context;

	private ConsoleApplication(Class<?> application, WebApplicationType type, String... properties) {
		this.context = new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.properties(properties)
			.listeners((ApplicationListener<WebServerInitializedEvent>) (event) -> this.ports.put(
					String.valueOf(event.getApplicationContext().getServerNamespace()), event.getWebServer().getPort()))
			.run();
	}

	/**
	 * Start an application with all of the starter and one cache, {@code cities}.
	 */
	static ConsoleApplication real(WebApplicationType type, String... properties) {
		return new ConsoleApplication(Real.class, type, properties);
	}

	/**
	 * Start an application whose endpoint {@code cachewarmup} is that of the test.
	 */
	static ConsoleApplication fake() {
		return new ConsoleApplication(Fake.class, WebApplicationType.SERVLET,
				"management.endpoints.web.exposure.include=cacheconsole");
	}

	FakeWarmupEndpoint endpoint() {
		return this.context.getBean(FakeWarmupEndpoint.class);
	}

	/**
	 * Return an address of the port that Actuator has.
	 */
	String address(String path) {
		return "http://localhost:" + this.ports.getOrDefault("management", this.ports.get("null")) + path;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class,
			DataRedisReactiveAutoConfiguration.class, TomcatReactiveWebServerAutoConfiguration.class,
			TomcatReactiveManagementContextAutoConfiguration.class })
	static class Real {

		@Bean
		CacheWarmer rows() {
			return (context) -> context.accept(1L, "Rome");
		}

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Fake extends Real {

		@Bean
		FakeWarmupEndpoint fakeWarmupEndpoint() {
			return new FakeWarmupEndpoint();
		}

	}

	static class Cities {

		@Cacheable("cities")
		public String find(long id) {
			return "not warm";
		}

	}

}
