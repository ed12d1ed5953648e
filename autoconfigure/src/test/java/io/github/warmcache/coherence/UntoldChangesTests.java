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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedTier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a server that answers, but does not take changes as it should.
 */
@Tag("servers")
class UntoldChangesTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration BOUND = Duration.ofSeconds(5);

	private final String namespace = "test-" + UUID.randomUUID();

	private final Map<Integer, String> database = new ConcurrentHashMap<>(Map.of(1, "old"));

	private final OwnRedisServer redis = Servers.newRedis();

	private TestPod writer;

	private TestPod other;

	@BeforeEach
	void start() {
		this.writer = pod();
		this.other = pod();
		await().until(() -> isCoherent(this.writer) && isCoherent(this.other));
		assertThat(this.writer.read(1)).isEqualTo("old");
		assertThat(this.other.read(1)).isEqualTo("old");
	}

	@AfterEach
	void stop() {
		this.writer.close();
		this.other.close();
		this.redis.close();
	}

	private TestPod pod() {
		return new TestPod(TestPod.application(this.redis), this.namespace, this.database, INTERVAL).start();
	}

	private static boolean isCoherent(TestPod pod) {
		return pod.coherence.state() == CoherenceState.COHERENT;
	}

	@Test
	void podWhoseChangesAreRefusedIsNotCoherent() {
		this.redis.command("ACL", "SETUSER", "default", "-hincrby");
		this.writer.write(1, "new");
		assertThat(this.writer.read(1)).isEqualTo("new");
		await().atMost(BOUND).until(() -> this.writer.coherence.state() == CoherenceState.DEGRADED);
		assertThat(isCoherent(this.other)).as("the pod that has nothing to tell").isTrue();
		this.redis.command("ACL", "SETUSER", "default", "+hincrby");
		await().atMost(BOUND).until(() -> this.other.read(1).equals("new") && isCoherent(this.writer));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void userWithoutTheRightToListenIsToldOfTheRuleThatIsMissing(CapturedOutput output) {
		this.redis.command("ACL", "SETUSER", "default", "resetchannels");
		await().atMost(BOUND).until(() -> this.writer.coherence.state() == CoherenceState.DEGRADED);
		await().atMost(BOUND.multipliedBy(3)).until(() -> output.getOut().contains("'&{namespace}:*'"));
		this.writer.write(1, "new");
		await().atMost(BOUND).until(() -> this.other.read(1).equals("new"));
		this.redis.command("ACL", "SETUSER", "default", "&{" + this.namespace + "}:*");
		await().atMost(BOUND.multipliedBy(3)).until(() -> isCoherent(this.writer) && isCoherent(this.other));
	}

	@ParameterizedTest
	@ValueSource(strings = { "many", "9223372036854775807", "1.5" })
	void whatCannotBeCountedUpIsCountedAnew(String sequence) {
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			this.redis.command("HSET", "{" + this.namespace + ":" + stripe + "}:meta", "seq", sequence);
		}
		this.writer.write(1, "new");
		assertThat(this.writer.cities().statistics().count(CacheEvent.CHANGE_APPLIED)).isOne();
		await().atMost(BOUND).until(() -> this.other.read(1).equals("new"));
		this.other.write(1, "newer");
		await().atMost(BOUND).until(() -> this.writer.read(1).equals("newer"));
	}

}
