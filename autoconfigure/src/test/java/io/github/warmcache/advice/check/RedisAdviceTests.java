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

package io.github.warmcache.advice.check;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.redis.watch.HeardReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisAdvice}.
 */
class RedisAdviceTests {

	private final HeardReports redis = new HeardReports();

	private final RedisAdvice provider = new RedisAdvice(this.redis.watch());

	@Test
	void aServerOfWhichNothingIsKnownGivesNone() {
		assertThat(this.provider.advice()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "noeviction, 100", "allkeys-lru, 0" })
	void aServerThatEvictsNothingGivesNone(String policy, long maximum) {
		this.redis.hear(10, maximum, policy);
		this.redis.tellTime(Duration.ZERO);
		assertThat(this.provider.advice()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "allkeys-lru", "volatile-ttl", "'noeviction, allkeys-lru'" })
	void aPolicyThatMayEvictIsNamed(String policy) {
		this.redis.hear(10, 100, policy);
		assertThat(this.provider.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("redis-may-evict");
			assertThat(advice.severity()).isEqualTo(Advice.Severity.WARN);
			assertThat(advice.cause()).isEqualTo("Redis may evict what caches hold there: maxmemory-policy is " + policy
					+ " and maxmemory 100 bytes");
			assertThat(advice.remedy()).startsWith("Set maxmemory-policy to noeviction");
		});
	}

	@Test
	void aPolicyIsKnownThroughAnOutage() {
		this.redis.hear(10, 100, "allkeys-lru");
		this.redis.miss();
		assertThat(this.redis.watch().current().policy()).isNull();
		assertThat(this.provider.advice()).as("never seen").isEmpty();
		this.redis.hear(10, 100, "allkeys-lru");
		assertThat(this.provider.advice()).hasSize(1);
		this.redis.miss();
		assertThat(this.provider.advice()).as("as known last").hasSize(1);
		this.redis.hear(10, 100, "noeviction");
		assertThat(this.provider.advice()).isEmpty();
	}

	@Test
	void memoryNearItsLimitIsNamedWhileItLasts() {
		this.redis.hear(95, 100, "noeviction");
		assertThat(this.provider.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("redis-near-limit");
			assertThat(advice.cause()).startsWith("Redis uses 95 of 100 bytes");
		});
		this.redis.hear(50, 100, "noeviction");
		assertThat(this.provider.advice()).isEmpty();
	}

	@Test
	void clocksThatDifferByTwoSecondsAreNamedUntilTheyDifferByLessThanOne() {
		clock(1999, "");
		clock(2000, "The clock of Redis is 2.0 s ahead of that of this pod");
		clock(1000, "The clock of Redis is 1.0 s ahead of that of this pod");
		clock(999, "");
		clock(-1999, "");
		clock(-2500, "The clock of Redis is 2.5 s behind that of this pod");
		this.redis.miss();
		assertThat(this.provider.advice()).as("as known last").hasSize(1);
		clock(0, "");
	}

	private void clock(long milliseconds, String cause) {
		this.redis.tellTime(Duration.ofMillis(milliseconds));
		assertThat(this.provider.advice()).extracting(Advice::cause)
			.isEqualTo(cause.isEmpty() ? List.of() : List.of(cause));
	}

}
