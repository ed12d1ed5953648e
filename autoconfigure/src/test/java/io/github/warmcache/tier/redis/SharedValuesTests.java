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

package io.github.warmcache.tier.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.values.StateText;
import io.github.warmcache.testsupport.values.ValueCase;
import io.github.warmcache.testsupport.values.ValueCase.Expectation;
import io.github.warmcache.testsupport.values.ValueTable;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one pod loads against what another one reads, through Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class SharedValuesTests {

	private static final AtomicInteger number = new AtomicInteger();

	private static TierFixture fixture;

	private static RedisSharedTierFactory pod;

	private static RedisSharedTierFactory other;

	@BeforeAll
	static void start() {
		fixture = new TierFixture(Servers.redis());
		pod = fixture.pod();
		other = fixture.pod();
	}

	@AfterAll
	static void stop() {
		fixture.close();
	}

	static List<ValueCase> cases() {
		return ValueTable.cases();
	}

	@Test
	void thereAreEnoughCases() {
		assertThat(cases()).hasSizeGreaterThanOrEqualTo(226);
		assertThat(cases().stream().map(ValueCase::name)).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void anotherPodReadsTheSameOrIsToldThatThereIsNothing(ValueCase given, CapturedOutput output) {
		String name = "cache" + number.incrementAndGet();
		String loaded = StateText.of(given.value());
		List<String> told = new ArrayList<>();
		boolean shared = false;
		try {
			SharedTier tier = create(pod, name, given);
			shared = fill(tier, 1, given.value()) == FillOutcome.STORED;
			assertThat(fill(tier, 2, given.value()) == FillOutcome.STORED).isEqualTo(shared);
			if (shared) {
				assertThat(state(create(other, name, given))).isEqualTo(loaded);
			}
			told.addAll(warnings(output, name));
		}
		catch (IllegalArgumentException ex) {
			told.add(String.valueOf(ex.getMessage()));
		}
		assertThat(told).hasSize(shared ? 0 : 1);
		if (!shared) {
			assertThat(given.expectation()).isNotEqualTo(Expectation.EQUAL);
			assertThat(told.get(0)).containsPattern("[a-z]+\\.[A-Za-z.]+");
		}
		else {
			assertThat(given.expectation()).isNotEqualTo(Expectation.REFUSED);
		}
	}

	private static List<String> warnings(CapturedOutput output, String name) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains("WARN") && line.contains("'" + name + "'"))
			.toList();
	}

	private static SharedTier create(RedisSharedTierFactory factory, String name, ValueCase given) {
		return factory.create(name, ResolvableType.forClass(Integer.class), given.type(), ValueVersion.NONE);
	}

	private static FillOutcome fill(SharedTier tier, int key, Object value) {
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(key);
		return (miss.ticket() != null) ? tier.fill(key, value, Duration.ofHours(1), miss.ticket()) : FillOutcome.FAILED;
	}

	private static @Nullable String state(SharedTier tier) {
		return (tier.read(1) instanceof SharedRead.Hit hit) ? StateText.of(hit.value()) : null;
	}

}
