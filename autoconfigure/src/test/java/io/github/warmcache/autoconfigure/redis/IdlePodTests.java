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

package io.github.warmcache.autoconfigure.redis;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a pod that serves nobody sends to Redis, and for the traces of one that
 * does.
 */
@Tag("servers")
class IdlePodTests {

	/**
	 * Of the connections and of the pool, and the loads that are remembered.
	 */
	private static final int ALLOWED_PER_SECOND = 5;

	private final OwnRedisServer redis = Servers.newRedis();

	private final Observed observed = new Observed();

	private ConfigurableApplicationContext pod;

	@BeforeEach
	void start() {
		Observed recorder = this.observed;
		this.pod = new SpringApplicationBuilder(CityApplication.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory().registerSingleton("observed", recorder))
			.properties(Servers.properties(this.redis))
			.properties("spring.application.name=idle " + UUID.randomUUID(), "spring.data.redis.client-name=shop")
			.run();
		await().until(() -> this.pod.getBean(Coherence.class).state() == CoherenceState.COHERENT);
	}

	@AfterEach
	void stop() {
		this.pod.close();
		this.redis.close();
	}

	@Test
	void anIdlePodSendsFewCommandsAndMakesNoTraces() {
		int before = this.observed.commands.get();
		long begin = System.nanoTime();
		await().pollDelay(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(30)).until(() -> true);
		double seconds = (System.nanoTime() - begin) / 1e9;
		assertThat(this.observed.commands.get() - before).isPositive()
			.isLessThanOrEqualTo((int) (ALLOWED_PER_SECOND * seconds));
		assertThat(this.observed.roots).isEmpty();
	}

	@Test
	void aReadWithinATraceBelongsToIt() {
		ObservationRegistry registry = this.observed.registry;
		Observation request = Observation.start("request", registry);
		request.scoped(() -> this.pod.getBean(Cities.class).find(7));
		request.stop();
		await().until(() -> !this.observed.children.isEmpty());
		assertThat(this.observed.children).allSatisfy((child) -> {
			assertThat(child.getParentObservation()).isSameAs(request);
			// The observation of the load names the cache, and no command to Redis does.
			assertThat(child.getAllKeyValues().toString()).doesNotContain("warmcache.loads".equals(child.getName())
					? List.of("idle", "city") : List.of("idle", "cities", "city"));
		});
		assertThat(this.observed.roots).extracting(Observation.Context::getName).containsExactly("request");
	}

	@Test
	void operatorsSeeWhoseConnectionsTheyAre() {
		String clients = String.valueOf(this.redis.command("CLIENT", "LIST"));
		List<String> names = new ArrayList<>(
				Pattern.compile(" name=(\\S*)").matcher(clients).results().map((match) -> match.group(1)).toList());
		names.removeIf(String::isEmpty);
		assertThat(names).contains("shop:warmcache", "shop:warmcache:bulk");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class CityApplication {

		@Bean
		ClientResourcesBuilderCustomizer observing(Observed observed) {
			return (resources) -> resources.commandLatencyRecorder(observed)
				.tracing(new MicrometerTracing(observed.registry, "redis"));
		}

		@Bean
		Cities cities(CacheManager cacheManager) {
			assertThat(cacheManager).isNotNull();
			return new Cities();
		}

	}

	static class Cities {

		@Cacheable("cities")
		public String find(int id) {
			return "city " + id;
		}

	}

	/**
	 * Counts commands and keeps observations.
	 */
	static final class Observed implements CommandLatencyRecorder, ObservationHandler<Observation.Context> {

		private final AtomicInteger commands = new AtomicInteger();

		private final List<Observation.Context> roots = new CopyOnWriteArrayList<>();

		private final List<Observation.Context> children = new CopyOnWriteArrayList<>();

		private final ObservationRegistry registry = ObservationRegistry.create();

		Observed() {
			this.registry.observationConfig().observationHandler(this);
		}

		@Override
		public void recordCommandLatency(SocketAddress local, SocketAddress remote, ProtocolKeyword command,
				long firstResponse, long completion) {
			this.commands.incrementAndGet();
		}

		@Override
		public void onStart(Observation.Context context) {
			((context.getParentObservation() != null) ? this.children : this.roots).add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
