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

package io.github.warmcache.breakit;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.resilience.CallBreaker;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.FillOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierConnections;
import io.github.warmcache.tier.redis.RedisTierSettings;
import io.github.warmcache.tier.redis.RedisTierTimeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that come after ten ordinary ones of their type: another pod is to read the same
 * or nothing, and that is to be said.
 */
@ExtendWith(OutputCaptureExtension.class)
class LateOddValuesTests {

	private static final AtomicInteger number = new AtomicInteger();

	private static final String NAMESPACE = "odd " + UUID.randomUUID();

	private static LettuceConnectionFactory application;

	private static final List<RedisTierConnections> connections = new ArrayList<>();

	private static RedisSharedTierFactory pod;

	private static RedisSharedTierFactory other;

	@BeforeAll
	static void start() {
		var server = Servers.redis();
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
		configuration.setPassword(RedisPassword.of(server.password()));
		application = new LettuceConnectionFactory(configuration, LettuceClientConfiguration.defaultConfiguration());
		application.afterPropertiesSet();
		pod = pod();
		other = pod();
	}

	private static RedisSharedTierFactory pod() {
		RedisTierConnections derived = new RedisTierConnections(application, new RedisTierTimeouts(
				Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(50)));
		connections.add(derived);
		return new RedisSharedTierFactory(derived, NAMESPACE, RedisTierSettings.defaults(),
				RedisSharedTierFactory.mapperBuilder().build(), Clock.systemUTC(), new SecureRandom(),
				CallBreaker.NONE);
	}

	@AfterAll
	static void stop() {
		connections.forEach(RedisTierConnections::destroy);
		application.destroy();
	}

	static List<Odd> cases() {
		return OddValues.cases();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void anotherPodReadsTheSameOrIsToldThatThereIsNothing(Odd odd, CapturedOutput output) {
		String name = "cache" + number.incrementAndGet();
		SharedTier tier = create(pod, name, odd);
		for (int i = 0; i < odd.before(); i++) {
			fill(tier, i, odd.ordinary());
		}
		boolean shared = fill(tier, 100, odd.value()) == FillOutcome.STORED;
		Object read = shared ? read(create(other, name, odd)) : null;
		if (read != null) {
			assertThat(odd.probe().apply(read)).isEqualTo(odd.probe().apply(odd.value()));
		}
		else {
			assertThat(warnings(output, name)).hasSize(1);
		}
	}

	private static List<String> warnings(CapturedOutput output, String name) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains("WARN") && line.contains("'" + name + "'"))
			.toList();
	}

	private static SharedTier create(RedisSharedTierFactory factory, String name, Odd odd) {
		return factory.create(name, ResolvableType.forClass(Integer.class), odd.type(), ValueVersion.NONE);
	}

	private static FillOutcome fill(SharedTier tier, int key, Object value) {
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(key);
		return (miss.ticket() != null) ? tier.fill(key, value, Duration.ofHours(1), miss.ticket()) : FillOutcome.FAILED;
	}

	private static @Nullable Object read(SharedTier tier) {
		return (tier.read(100) instanceof SharedRead.Hit hit) ? hit.value() : null;
	}

}
