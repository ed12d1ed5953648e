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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.values.LateCase;
import io.github.warmcache.testsupport.values.LateTable;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that come after ten ordinary ones of their type: another pod is to read the same
 * or nothing, and that is to be said.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class LateValuesTests {

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

	static List<LateCase> cases() {
		return LateTable.cases();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void anotherPodReadsTheSameOrIsToldThatThereIsNothing(LateCase late, CapturedOutput output) {
		String name = "cache" + number.incrementAndGet();
		SharedTier tier = create(pod, name, late);
		for (int i = 0; i < late.before(); i++) {
			fill(tier, i, late.ordinary());
		}
		boolean shared = fill(tier, 100, late.value()) == FillOutcome.STORED;
		Object read = shared ? read(create(other, name, late)) : null;
		if (read != null) {
			assertThat(late.probe().apply(read)).isEqualTo(late.probe().apply(late.value()));
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

	private static SharedTier create(RedisSharedTierFactory factory, String name, LateCase late) {
		return factory.create(name, ResolvableType.forClass(Integer.class), late.type(), ValueVersion.NONE);
	}

	private static FillOutcome fill(SharedTier tier, int key, Object value) {
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(key);
		return (miss.ticket() != null) ? tier.fill(key, value, Duration.ofHours(1), miss.ticket()) : FillOutcome.FAILED;
	}

	private static @Nullable Object read(SharedTier tier) {
		return (tier.read(100) instanceof SharedRead.Hit hit) ? hit.value() : null;
	}

}
