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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link MisledConnections}.
 */
class MisledConnectionsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger renewed = new AtomicInteger();

	private final MisledConnections connections = new MisledConnections(this.renewed::incrementAndGet, this.nanos::get);

	@ParameterizedTest
	@ValueSource(strings = { "READONLY You can't write against a read only replica.", "NOAUTH Authentication required.",
			"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
			"NOREPLICAS Not enough good replicas to write.", "WRONGPASS invalid username-password pair",
			"MISCONF Redis is configured to save RDB snapshots",
			"ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -READONLY You can't write" })
	void areMadeAnewAfterRefusalsForAWhile(String reply) {
		fail(reply);
		pass(Duration.ofMillis(299));
		fail(reply);
		assertThat(this.renewed).hasValue(0);
		pass(Duration.ofMillis(1));
		fail(reply);
		await().until(() -> this.renewed.get() == 1);
	}

	@Test
	void areMadeAnewEveryTwoSecondsAtMost() {
		for (int i = 0; i <= 70; i++) {
			int expected = this.renewed.get();
			fail("READONLY");
			if (i == 3 || i == 23 || i == 43 || i == 63) {
				await().until(() -> this.renewed.get() == expected + 1);
			}
			pass(Duration.ofMillis(100));
		}
		assertThat(this.renewed).hasValue(4);
	}

	@Test
	void oneRefusalNowAndThenIsNone() {
		for (int i = 0; i < 20; i++) {
			fail("READONLY");
			pass(Duration.ofSeconds(6));
		}
		assertThat(this.renewed).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERR unknown command", "OOM command not allowed when used memory > 'maxmemory'.",
			"LOADING Redis is loading the dataset in memory", "NOSCRIPT No matching script.",
			"ERR Error running script (call to f_1): @user_script:3: READONLY is a word" })
	void otherRepliesAreNoRefusals(String reply) {
		fail(reply);
		pass(Duration.ofSeconds(1));
		fail(reply);
		assertThat(this.renewed).hasValue(0);
	}

	private void fail(String reply) {
		this.connections.failed(RedisUnavailableException.of(new RedisCommandExecutionException(reply)));
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
