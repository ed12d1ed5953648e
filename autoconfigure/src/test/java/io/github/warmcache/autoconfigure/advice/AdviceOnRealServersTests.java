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
import java.util.List;
import java.util.UUID;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the advice of a whole application on a real Redis.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class AdviceOnRealServersTests {

	@Test
	void aPolicyThatChangesIsNamedOnceByThePodAndEndsByItself(CapturedOutput output) {
		try (OwnRedisServer redis = Servers.newRedis("maxmemory 50mb", "maxmemory-policy noeviction");
				ConfigurableApplicationContext pod = new SpringApplicationBuilder(CityApplication.class)
					.web(WebApplicationType.NONE)
					.properties(Servers.properties(redis))
					.properties("spring.application.name=advised " + UUID.randomUUID(),
							"warmcache.redis-watch.interval=200ms")
					.run()) {
			ConfigurationAdvisor advisor = pod.getBean(ConfigurationAdvisor.class);
			RedisWatch watch = pod.getBean(RedisWatch.class);
			await().until(() -> watch.current().state() == RedisWatchState.WELL);
			assertThat(advisor.isRunning()).isTrue();
			assertThat(advisor.look()).isEmpty();
			assertThat(watch.clockDifference()).isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(1));
			assertThat(output).doesNotContain("dvice on the configuration");
			redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			await().until(() -> watch.current().mayEvict());
			await().atMost(Duration.ofSeconds(30))
				.until(() -> ids(advisor.advice()).equals(List.of("redis-may-evict")));
			advisor.look();
			assertThat(output).containsOnlyOnce("Redis may evict what caches hold there")
				.containsOnlyOnce("New advice on the configuration");
			redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
			await().until(() -> !watch.current().mayEvict());
			assertThat(advisor.look()).isEmpty();
		}
	}

	private static List<String> ids(List<Advice> advice) {
		return advice.stream().map(Advice::id).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class CityApplication {

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	static class Cities {

		@Cacheable("cities")
		public String find(long id) {
			return "city " + id;
		}

	}

}
