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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a shared tier whose values would not be read as they are.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class RejectedValuesTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private TierFixture fixture;

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
		Changing.share = 0;
	}

	@AfterEach
	void stop() {
		this.fixture.close();
		Changing.share = 0;
	}

	@Test
	void aTypeThatIsRejectedKeepsItsChanges(CapturedOutput output) {
		SharedTier pod = tier(this.fixture.pod(), FinalList.class);
		SharedTier other = tier(this.fixture.pod(), FinalList.class);
		assertThat(pod.sharesValues()).isFalse();
		assertThat(pod.readOrLease(1)).isEqualTo(new SharedRead.Miss(MissCause.NOT_SHARED, null));
		assertThat(other.readOrLease(1)).isEqualTo(new SharedRead.Miss(MissCause.NOT_SHARED, null));
		assertThat(pod.update(1, new FinalList(), HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(other.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(pod.readAll(List.of(1))).isEmpty();
		assertThat(pod.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(pod.clear()).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(pod.unequalValues()).isZero();
		assertThat(warnings(output)).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("'values'", FinalList.class.getName() + ": 'items'",
					"'warmcache.caches.values.shared.trust'"));
	}

	@Test
	void aPodLoadsForItselfWhatIsNotShared() {
		FleetLoads loads = tier(this.fixture.pod(), FinalList.class).fleetLoads();
		assertThat(loads).isNotNull();
		assertThat(loads.bid(0, HOUR)).isInstanceOf(Bid.Unavailable.class);
		assertThat(loads.lastFinished()).isNull();
		assertThat(loads.reserve(1, 1)).isZero();
		assertThat(loads.reserve(1, 1)).isPositive();
	}

	@Test
	void aDifferenceThatIsFoundLateMakesAllValuesUnreadable(CapturedOutput output) {
		SharedTier pod = tier(this.fixture.pod(), Changing.class);
		SharedTier other = tier(this.fixture.pod(), Changing.class);
		int key = 0;
		for (; key < 10; key++) {
			assertThat(fill(pod, key, new Changing("secret"))).isEqualTo(FillOutcome.STORED);
		}
		assertThat(other.read(0)).isInstanceOf(SharedRead.Hit.class);
		Changing.share = 1;
		while (pod.sharesValues() && key < 1000) {
			fill(pod, key++, Changing.loaded("secret"));
		}
		assertThat(key).isLessThan(600);
		assertThat(pod.unequalValues()).isOne();
		assertThat(other.read(0)).isInstanceOf(SharedRead.Miss.class);
		assertThat(other.read(key - 2)).isInstanceOf(SharedRead.Miss.class);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains(Changing.class.getName() + ": 'text'")
			.doesNotContain("secret");
	}

	@Test
	void theFirstObjectOfEachClassIsCompared() {
		SharedTier pod = tier(this.fixture.pod(), Holder.class);
		for (int key = 0; key < 50; key++) {
			assertThat(fill(pod, key, new Holder("a", null))).isEqualTo(FillOutcome.STORED);
		}
		Changing.share = 1;
		assertThat(fill(pod, 50, new Holder("a", Changing.loaded("b")))).isEqualTo(FillOutcome.FAILED);
		assertThat(pod.sharesValues()).isFalse();
	}

	@Test
	void aTrustedTypeIsComparedWithNothing(CapturedOutput output) {
		RedisSharedTierFactory trusting = this.fixture
			.pod(new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build(), "values"::equals));
		SharedTier pod = tier(trusting, FinalList.class);
		assertThat(fill(pod, 1, new FinalList())).isEqualTo(FillOutcome.STORED);
		assertThat(pod.read(1)).isInstanceOf(SharedRead.Hit.class);
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void aValueThatIsRefusedDoesNotKeepOthersOut(CapturedOutput output) {
		SharedTier pod = tier(this.fixture.pod(), Base.class);
		assertThat(fill(pod, 1, new Derived())).isEqualTo(FillOutcome.FAILED);
		assertThat(fill(pod, 2, new Derived())).isEqualTo(FillOutcome.FAILED);
		assertThat(fill(pod, 3, new Base())).isEqualTo(FillOutcome.STORED);
		assertThat(warnings(output)).singleElement().asString().contains(Derived.class.getName());
	}

	@Test
	void releasesOfOtherFormsReadTheSame() {
		LocalDate march = LocalDate.of(2026, 3, 4);
		assertThat(otherRelease(new DayFirst(march), MonthFirst.class)).isEqualTo(new MonthFirst(march));
		assertThat(otherRelease(new Ranked(Rank.LOW, Text.LOW), Reordered.class))
			.isIn(new Reordered(OtherRank.LOW, OtherText.LOW), null);
	}

	private @Nullable Object otherRelease(Object value, Class<?> type) {
		assertThat(fill(tier(this.fixture.pod(), value.getClass()), 1, value)).isEqualTo(FillOutcome.STORED);
		SharedRead read = tier(this.fixture.pod(), type).read(1);
		return (read instanceof SharedRead.Hit hit) ? hit.value() : null;
	}

	private static SharedTier tier(RedisSharedTierFactory pod, Class<?> type) {
		return pod.create("values", ResolvableType.forClass(Integer.class), ResolvableType.forClass(type),
				ValueVersion.NONE);
	}

	private static FillOutcome fill(SharedTier tier, int key, Object value) {
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(key);
		return (miss.ticket() != null) ? tier.fill(key, value, HOUR, miss.ticket()) : FillOutcome.FAILED;
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("WARN")).toList();
	}

	static class FinalList {

		private final List<String> items = new ArrayList<>(List.of("a"));

		int size() {
			return this.items.size();
		}

	}

	record Changing(String text) {

		private static int share;

		Changing {
			text = (share == 1) ? "changed" : text;
		}

		static Changing loaded(String text) {
			share = 0;
			Changing loaded = new Changing(text);
			share = 1;
			return loaded;
		}

	}

	record Holder(String name, @Nullable Changing changing) {
	}

	static class Base {

		private String name = "a";

		String name() {
			return this.name;
		}

	}

	static class Derived extends Base {

	}

	record DayFirst(@JsonFormat(pattern = "dd/MM/yyyy") LocalDate at) {
	}

	record MonthFirst(@JsonFormat(pattern = "MM/dd/yyyy") LocalDate at) {
	}

	enum Rank {

		LOW, HIGH

	}

	enum OtherRank {

		HIGH, LOW

	}

	enum Text {

		@JsonProperty("l")
		LOW, @JsonProperty("h")
		HIGH

	}

	enum OtherText {

		@JsonProperty("h")
		LOW, @JsonProperty("l")
		HIGH

	}

	record Ranked(@JsonFormat(shape = JsonFormat.Shape.NUMBER) Rank rank, Text text) {
	}

	record Reordered(@JsonFormat(shape = JsonFormat.Shape.NUMBER) OtherRank rank, OtherText text) {
	}

}
