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

package io.github.warmcache.autoconfigure.event;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.CoherenceChanged;
import io.github.warmcache.event.RedisChanged;
import io.github.warmcache.event.WarmupChanged;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the events of a whole application on a real Redis.
 */
@Tag("servers")
class EventsOnRealServersTests {

	@Test
	void theLossOfRedisAndItsReturnAreTold() {
		try (OwnRedisServer redis = Servers.newRedis();
				ConfigurableApplicationContext pod = new SpringApplicationBuilder(CityApplication.class)
					.web(WebApplicationType.NONE)
					.properties(Servers.properties(redis))
					.properties("spring.application.name=events " + UUID.randomUUID(),
							"warmcache.redis-watch.interval=200ms")
					.run()) {
			Listener listener = pod.getBean(Listener.class);
			await().until(() -> pod.getBean(Coherence.class).state() == CoherenceState.COHERENT
					&& pod.getBean(RedisWatch.class).current().state() == RedisWatchState.WELL);
			await().until(() -> listener.of(WarmupChanged.class).size() == 1);
			assertThat(listener.of(WarmupChanged.class)).allMatch(CacheStateEvent::well);
			assertThat(listener.of(CoherenceChanged.class)).isEmpty();
			assertThat(listener.of(RedisChanged.class)).isEmpty();
			redis.stop();
			await().atMost(Duration.ofSeconds(5)).until(() -> listener.of(CoherenceChanged.class).size() == 1);
			assertThat(listener.of(CoherenceChanged.class)).singleElement().satisfies((event) -> {
				assertThat(event.before()).isEqualTo(CoherenceState.COHERENT);
				assertThat(event.after()).isEqualTo(CoherenceState.DEGRADED);
				assertThat(event.well()).isFalse();
				assertThat(event.reason()).startsWith("This pod does not receive invalidations");
				assertThat(event.since()).isEqualTo(pod.getBean(Coherence.class).since());
			});
			await().until(() -> listener.of(RedisChanged.class).size() == 1);
			assertThat(listener.of(RedisChanged.class)).singleElement()
				.matches((event) -> event.after() == RedisWatchState.UNKNOWN);
			redis.start();
			await().until(() -> pod.getBean(Coherence.class).state() == CoherenceState.COHERENT);
			await()
				.until(() -> listener.last(CoherenceChanged.class).well() && listener.last(RedisChanged.class).well());
			int before = listener.received.size();
			pod.close();
			assertThat(listener.received).hasSize(before);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class CityApplication {

		@Bean
		Listener listener() {
			return new Listener();
		}

		@Bean
		Cities cities() {
			return new Cities();
		}

	}

	static class Listener {

		private final List<CacheStateEvent> received = new CopyOnWriteArrayList<>();

		@EventListener
		void on(CacheStateEvent event) {
			this.received.add(event);
		}

		private <E extends CacheStateEvent> List<E> of(Class<E> type) {
			return this.received.stream().filter(type::isInstance).map(type::cast).toList();
		}

		private <E extends CacheStateEvent> E last(Class<E> type) {
			List<E> all = of(type);
			return all.get(all.size() - 1);
		}

	}

	static class Cities {

		@Cacheable("cities")
		public String find(long id) {
			return "city " + id;
		}

	}

}
