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

package io.github.warmcache.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceEvent;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.testsupport.ConnectionProperties;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what the atlas may do in Redis as the user of {@code k8s/redis/users.acl}: all
 * that it needs, and no more.
 */
@Tag("servers")
class RedisAccessTests {

	private static final Path USERS = Path.of("k8s/redis/users.acl");

	private static final String PASSWORD = "not-a-secret";

	private static final Duration LONG = Duration.ofMinutes(1);

	private final List<AtlasPod> pods = new ArrayList<>();

	private OwnRedisServer redis;

	private List<ConnectionProperties> servers;

	@BeforeEach
	void letTheUserIn() throws IOException {
		this.redis = Servers.newRedis();
		String line = Files.readAllLines(USERS)
			.stream()
			.filter((user) -> user.startsWith("user atlas "))
			.findFirst()
			.orElseThrow();
		List<String> command = new ArrayList<>(List.of("ACL", "SETUSER"));
		command.addAll(List.of(line.replace("REDIS_PASSWORD", PASSWORD).substring("user ".length()).split(" ")));
		assertThat(this.redis.command(command.toArray(String[]::new))).isEqualTo("OK");
		this.servers = List.of(this.redis, Servers.postgres().newDatabase());
	}

	@AfterEach
	void stop() {
		this.pods.forEach(AtlasPod::close);
		this.redis.close();
	}

	private AtlasPod pod() {
		AtlasPod pod = AtlasPod.start(this.servers, "spring.application.name=atlas", "spring.data.redis.username=atlas",
				"spring.data.redis.password=" + PASSWORD);
		this.pods.add(pod);
		return pod;
	}

	@Test
	void readsChangesWarmUpAndWatchWork() {
		AtlasPod first = pod();
		AtlasPod second = pod();
		assertThat(first.context().getBean(WarmupState.class).status()).isEqualTo(WarmupStatus.WARM);
		assertThat(second.context().getBean(WarmupState.class).status()).isEqualTo(WarmupStatus.WARM);
		Coherence coherence = second.context().getBean(Coherence.class);
		await().atMost(LONG).until(() -> coherence.state() == CoherenceState.COHERENT);
		TieredCache cities = cities(first);
		Object key = cities.getNativeCache().asMap().keySet().iterator().next();
		cities.evict(key);
		assertThat(cities.statistics().count(CacheEvent.CHANGE_APPLIED)).isPositive();
		await().atMost(LONG).until(() -> coherence.statistics().count(CoherenceEvent.RECEIVED) > 0);
		cities.get(key);
		cities.clear();
		await().atMost(LONG).until(() -> coherence.statistics().count(CoherenceEvent.RECEIVED) > 1);
		assertThat(cities(second).statistics().count(CacheEvent.SHARED_MISS_UNAVAILABLE)).isZero();
		assertThat(cities.statistics().count(CacheEvent.SHARED_MISS_UNAVAILABLE)).isZero();
		assertThat(cities.statistics().count(CacheEvent.SHARED_FILL_FAILED)).isZero();
		// The policy comes from INFO.
		RedisWatch watch = second.context().getBean(RedisWatch.class);
		await().atMost(LONG).until(() -> watch.current().policy() != null);
		await().atMost(LONG).until(() -> watch.current().canariesLostByCache().containsKey("cities"));
		assertThat(refusals()).isEmpty();
	}

	/**
	 * Return what the server refused to any user.
	 */
	private List<Object> refusals() {
		RedisURI administrator = RedisURI.create(this.redis.host(), this.redis.port());
		String password = this.redis.password();
		if (password != null) {
			administrator
				.setCredentialsProvider(RedisCredentialsProvider.from(() -> RedisCredentials.just(null, password)));
		}
		try (RedisClient client = RedisClient.create(administrator);
				StatefulRedisConnection<String, String> connection = client.connect()) {
			// The driver asks for notices of maintenance, and does without them.
			return List.copyOf(connection.sync()
				.aclLog()
				.stream()
				.filter((entry) -> !"client".equals(entry.get("object")))
				.toList());
		}
	}

	private static TieredCache cities(AtlasPod pod) {
		return pod.context().getBean(TieredCacheManager.class).getCache("cities");
	}

	@ParameterizedTest
	@ValueSource(strings = { "FLUSHALL", "KEYS *", "CONFIG GET *", "GET other", "SET other:1 a", "PUBLISH other a",
			"ACL LIST", "DEBUG SLEEP 0", "SHUTDOWN NOSAVE", "EVAL return(redis.call('GET','other')) 0" })
	void whatItDoesNotNeedIsRefused(String command) {
		AtlasPod pod = pod();
		StringRedisTemplate template = pod.context().getBean(StringRedisTemplate.class);
		String[] words = command.split(" ");
		byte[][] arguments = new byte[words.length - 1][];
		for (int i = 1; i < words.length; i++) {
			arguments[i - 1] = words[i].getBytes(StandardCharsets.UTF_8);
		}
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(
				() -> template.execute((RedisCallback<Object>) (connection) -> connection.execute(words[0], arguments)))
			.havingRootCause()
			.withMessageMatching("(?s).*(NOPERM|can't run this command or subcommand|can't access).*");
	}

}
