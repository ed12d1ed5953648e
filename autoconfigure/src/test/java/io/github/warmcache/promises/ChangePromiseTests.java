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

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the promise 4, and of 2 while Redis refuses: an invalidation ends APPLIED,
 * QUEUED or FAILED, and a queued one is told as soon as Redis takes it.
 */
@Tag("servers")
class ChangePromiseTests {

	private static final String OUTCOME = "the caller learns what came of an invalidation";

	private static final String OWN_WRITES = "a pod reads what it wrote although Redis refused to hear of it";

	private static final String TOLD = "what Redis refused is told when it takes it";

	private static final Map<Object, String> database = new ConcurrentHashMap<>();

	private static OwnRedisServer redis;

	private static PromisePod writer;

	private static PromisePod other;

	/**
	 * A pod that makes its connections anew, since Redis refuses it its work, reads the
	 * database meanwhile. That would hide what a planted fault does.
	 */
	private static Guard sameConnections;

	private final String key = UUID.randomUUID().toString();

	@BeforeAll
	static void start() {
		redis = Servers.newRedis();
		sameConnections = Guard.disabled(Guard.type("redis.MisledConnections"), "failed", null);
		String namespace = UUID.randomUUID().toString();
		String[] properties = { "warmcache.coherence.check-interval=200ms",
				"warmcache.shared.circuit-breaker.enabled=false" };
		writer = PromisePod.start(redis, namespace, database, properties);
		other = PromisePod.start(redis, namespace, database, properties);
	}

	@AfterAll
	static void stop() {
		writer.close();
		other.close();
		sameConnections.close();
		redis.close();
	}

	@AfterEach
	void accept() {
		refuseChanges(false);
	}

	/**
	 * Let Redis take no writes, while reads go on.
	 */
	private static void refuseChanges(boolean refuse) {
		redis.command("CONFIG", "SET", "min-replicas-to-write", refuse ? "1" : "0");
	}

	@Test
	void callerLearnsWhatCameOfAnInvalidation() {
		learnTheOutcome();
	}

	@Test
	void withoutTheAnswerOfTheServerBeingLookedAtAnInvalidationIsLostSilently() {
		try (Guard off = Guard.replaced(Guard.type("tier.redis.RedisChanges"), "tell",
				(call) -> (call.method().getReturnType() == boolean.class) ? true : ChangeOutcome.APPLIED)) {
			Promises.assertBroken(OUTCOME, this::learnTheOutcome);
		}
	}

	private void learnTheOutcome() {
		database.put(this.key, "old");
		writer.read(this.key);
		refuseChanges(true);
		try (ChangeTrace trace = ChangeTrace.start()) {
			writer.write(this.key, "new");
			Promises.require(OUTCOME, trace.outcome() == ChangeOutcome.QUEUED);
		}
		refuseChanges(false);
		try (ChangeTrace trace = ChangeTrace.start()) {
			writer.write(this.key, "newer");
			Promises.require(OUTCOME, trace.outcome() == ChangeOutcome.APPLIED);
		}
	}

	@Test
	void podDoesNotTrustRedisWithWhatItRefused() {
		readOwnWrite();
	}

	@Test
	void withoutTheDistrustAPodReadsTheOldValueFromRedis() {
		try (Guard off = Guard.disabled(Guard.type("tier.redis.RedisChanges"), "settle", true)) {
			Promises.assertBroken(OWN_WRITES, this::readOwnWrite);
		}
	}

	private void readOwnWrite() {
		database.put(this.key, "old");
		writer.read(this.key);
		refuseChanges(true);
		writer.write(this.key, "new");
		Promises.require(OWN_WRITES, "new".equals(writer.read(this.key)));
	}

	@Test
	void whatRedisRefusedIsToldLater() {
		tellLater();
	}

	@Test
	void withoutTheJournalWhatRedisRefusedIsNeverTold() {
		try (Guard off = Guard.disabled(Guard.type("tier.redis.PendingInvalidations"), "add", null)) {
			Promises.assertBroken(TOLD, this::tellLater);
		}
	}

	private void tellLater() {
		database.put(this.key, "old");
		writer.read(this.key);
		assertThat(other.read(this.key)).isEqualTo("old");
		refuseChanges(true);
		writer.write(this.key, "new");
		refuseChanges(false);
		Promises.eventually(Duration.ofSeconds(2), TOLD, () -> "new".equals(other.read(this.key)));
	}

}
