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

import java.util.Map;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisStripes}.
 */
@Tag("servers")
class RedisStripesTests {

	private final OwnRedisServer server = Servers.newRedis();

	private final TierFixture fixture = new TierFixture(this.server);

	private final RedisSharedTierFactory pod = this.fixture.pod();

	private final RedisStripes stripes = this.pod.stripes();

	private final SharedTier cities = TierFixture.cities(this.pod);

	private final int stripe = this.cities.stripe(7);

	@AfterEach
	void close() {
		this.fixture.close();
		this.server.close();
	}

	@Test
	void anUntouchedStripeStandsAtZero() {
		assertThat(this.stripes.beat(1)).hasSize(SharedTier.STRIPES)
			.allSatisfy((state) -> assertThat(state).isEqualTo(StripeState.UNTOUCHED));
		StripeState state = compare(StripeState.UNTOUCHED);
		assertThat(state.isAt(StripeState.UNTOUCHED)).isTrue();
		assertThat(state.run()).hasSize(40);
	}

	@Test
	void aChangeMovesItsStripeToANewToken() {
		this.cities.invalidate(7);
		StripeState first = beat();
		this.cities.invalidate(7);
		StripeState second = beat();
		assertThat(first.sequence()).isOne();
		assertThat(second.sequence()).isEqualTo(2);
		assertThat(second.token()).isNotEmpty().isNotEqualTo(first.token());
	}

	@Test
	void whatIsKnownOrOlderResetsNothing() {
		this.cities.invalidate(7);
		StripeState known = compare(StripeState.UNTOUCHED);
		assertThat(known.reset()).isFalse();
		this.cities.invalidate(7);
		assertThat(compare(known).reset()).isFalse();
		StripeState now = compare(known);
		assertThat(compare(now)).isEqualTo(now);
	}

	@Test
	void aCountThatWentBackMakesAllValuesUnreadable() {
		SharedTier countries = this.pod.create("countries", ResolvableType.NONE, ResolvableType.forClass(String.class),
				ValueVersion.NONE);
		this.cities.update(7, new TierFixture.City("Rome", 1), SharedTierContract.HOUR);
		Object other = keyOn(countries);
		countries.update(other, "kept", SharedTierContract.HOUR);
		StripeState state = compare(new StripeState(9, "lost", "", false));
		assertThat(state.reset()).isTrue();
		assertThat(state.sequence()).isEqualTo(10);
		assertThat(beat().isAt(state)).isTrue();
		assertThat(this.cities.read(7)).isInstanceOf(SharedRead.Miss.class);
		assertThat(countries.read(other)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.cities.invalidate(7)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(beat().sequence()).isEqualTo(11);
	}

	@Test
	void theSameCountWithAnotherTokenIsALostHistory() {
		this.cities.invalidate(7);
		assertThat(compare(new StripeState(1, "another", "", false)).reset()).isTrue();
	}

	@Test
	void theLastWordOfTheServerIsALostHistoryIfItIsNotThere() {
		this.cities.invalidate(7);
		this.server.command("HSET", meta(), "last", "another");
		StripeState another = beat();
		assertThat(another.reset()).isTrue();
		assertThat(compare(another).reset()).isTrue();
		assertThat(beat().reset()).isFalse();
	}

	@Test
	void aHistoryThatIsOverDoesNotComeBack() {
		this.cities.invalidate(7);
		String born = this.server.command("HGET", meta(), "born").toString();
		this.server.command("FLUSHALL");
		this.cities.invalidate(7);
		this.server.command("HSET", meta(), "seq", "9", "last", "ninth", "born", born);
		StripeState former = beat();
		assertThat(former.reset()).isTrue();
		assertThat(compare(former).reset()).isTrue();
		assertThat(beat().reset()).isFalse();
	}

	@Test
	void aCountThatGrewInAnotherRunIsResetOnceForThatRun() {
		this.cities.invalidate(7);
		this.cities.invalidate(7);
		StripeState known = new StripeState(1, "known", "earlier", false);
		StripeState state = compare(known);
		assertThat(state.reset()).isTrue();
		assertThat(state.sequence()).isEqualTo(3);
		assertThat(compare(known).reset()).isFalse();
	}

	@Test
	void aPodThatKnowsNothingNeverResets() {
		this.cities.invalidate(7);
		assertThat(compare(StripeState.UNTOUCHED).reset()).isFalse();
	}

	@Test
	void whatSomebodyElseWroteThereIsReplaced() {
		String meta = meta();
		this.server.command("SET", meta, "rubbish");
		assertThat(beat().sequence()).isZero();
		assertThat(compare(new StripeState(4, "known", "", false)).sequence()).isEqualTo(5);
		this.server.command("HSET", meta, "seq", "rubbish");
		assertThat(beat().sequence()).isZero();
		assertThat(compare(new StripeState(5, "known", "", false)).sequence()).isEqualTo(6);
		assertThat(this.cities.invalidate(7)).isEqualTo(ChangeOutcome.APPLIED);
	}

	@Test
	void aFullServerCountsAndResetsAsWell() {
		this.cities.invalidate(7);
		this.server.command("CONFIG", "SET", "maxmemory", "1");
		assertThat(this.cities.invalidate(7)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(beat().sequence()).isEqualTo(2);
		assertThat(compare(new StripeState(9, "lost", "", false)).reset()).isTrue();
	}

	@Test
	void aUserWithFewRightsLearnsNoRun() {
		this.server.command("ACL", "SETUSER", "few", "on", ">secret", "~*", "&*", "+@all", "-info", "-publish");
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(this.server.host(),
				this.server.port());
		configuration.setUsername("few");
		configuration.setPassword("secret");
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration);
		application.afterPropertiesSet();
		try {
			RedisStripes few = this.fixture.pod(application, TierFixture.PATIENT, TierFixture.SMALL).stripes();
			this.cities.invalidate(7);
			StripeState known = compare(StripeState.UNTOUCHED);
			StripeState state = few.baseline(Map.of(this.stripe, known)).get(this.stripe);
			assertThat(state).isEqualTo(new StripeState(1, known.token(), "", false));
			assertThat(few.beat(1)).doesNotContainNull();
			StripeState lost = new StripeState(5, "lost", "", false);
			assertThat(few.baseline(Map.of(this.stripe, lost)).get(this.stripe).reset()).isTrue();
		}
		finally {
			application.destroy();
		}
	}

	@Test
	void anUnknownDriverIsAskedOneByOne() {
		RedisStripes slow = this.fixture
			.pod(new SpringSharedTierTests.UnknownConnectionFactory(this.fixture.application), TierFixture.PATIENT,
					TierFixture.SMALL)
			.stripes();
		this.cities.invalidate(7);
		assertThat(slow.beat(1)).doesNotContainNull();
		assertThat(slow.baseline(Map.of(this.stripe, StripeState.UNTOUCHED)).get(this.stripe).sequence()).isOne();
	}

	@Test
	void aServerThatIsDownAnswersNothing() {
		this.stripes.beat(1);
		this.server.stop();
		assertThat(this.stripes.beat(2)).hasSize(SharedTier.STRIPES).containsOnlyNulls();
		assertThat(this.stripes.baseline(Map.of(3, StripeState.UNTOUCHED))).isEmpty();
	}

	@Test
	void clearsThatNothingElseWasCountedBetweenAreTold() {
		SharedTier countries = this.pod.create("länder", ResolvableType.NONE, ResolvableType.forClass(String.class),
				ValueVersion.NONE);
		this.cities.invalidate(7);
		StripeState changed = compare(StripeState.UNTOUCHED);
		assertThat(changed.clears()).isEmpty();
		countries.clear();
		StripeState first = compare(StripeState.UNTOUCHED);
		this.cities.clear();
		StripeState second = compare(StripeState.UNTOUCHED);
		assertThat(second).isEqualTo(changed.after(first.token(), "länder").after(second.token(), "cities"));
		assertThat(first.leaves("cities", changed)).isTrue();
		assertThat(first.leaves("länder", changed)).isFalse();
		assertThat(second.leaves("rivers", changed)).isTrue();
		assertThat(second.leaves("länder", first)).isTrue();
		this.cities.invalidate(7);
		StripeState later = compare(StripeState.UNTOUCHED);
		assertThat(later.clears()).isEmpty();
		countries.clear();
		StripeState last = compare(StripeState.UNTOUCHED);
		assertThat(last).isEqualTo(later.after(last.token(), "länder"));
	}

	@Test
	void theLastThirtyTwoClearsAreKept() {
		this.cities.invalidate(7);
		StripeState state = compare(StripeState.UNTOUCHED);
		StripeState first = state;
		for (int i = 0; i < 33; i++) {
			this.cities.clear();
			StripeState next = compare(StripeState.UNTOUCHED);
			state = state.after(next.token(), "cities");
			assertThat(next).isEqualTo(state);
		}
		assertThat(state.clears()).hasSize(32);
		assertThat(state.leaves("rivers", first)).isFalse();
	}

	@Test
	void aLossEndsWhatIsKnownOfClears() {
		this.cities.invalidate(7);
		this.cities.clear();
		StripeState lost = compare(new StripeState(9, "lost", "", false));
		assertThat(lost.reset()).isTrue();
		assertThat(lost.clears()).isEmpty();
		StripeState reset = compare(StripeState.UNTOUCHED);
		assertThat(reset.clears()).isEmpty();
		this.cities.clear();
		StripeState cleared = compare(StripeState.UNTOUCHED);
		assertThat(cleared).isEqualTo(reset.after(cleared.token(), "cities"));
	}

	@Test
	void clearsThatSomebodyElseWroteAreNotBelieved() {
		this.cities.invalidate(7);
		this.cities.clear();
		String clears = this.server.command("HGET", meta(), "clears").toString();
		StripeState state = compare(StripeState.UNTOUCHED);
		assertThat(state.clears()).hasSize(1);
		for (String other : new String[] { "", "rubbish", ":::", "2", clears + ":", clears + ":a:b", "3" + clears,
				clears.substring(1), clears + "x".repeat(5000) }) {
			this.server.command("HSET", meta(), "clears", other);
			assertThat(compare(StripeState.UNTOUCHED).clears()).as(other).isEmpty();
		}
		this.server.command("HSET", meta(), "clears", "rubbish");
		this.cities.clear();
		StripeState cleared = compare(StripeState.UNTOUCHED);
		assertThat(cleared).isEqualTo(
				new StripeState(state.sequence(), state.token(), state.run(), false).after(cleared.token(), "cities"));
	}

	private StripeState beat() {
		@Nullable StripeState state = this.stripes.beat(1).get(this.stripe);
		assertThat(state).isNotNull();
		return state;
	}

	private StripeState compare(StripeState known) {
		return this.stripes.baseline(Map.of(this.stripe, known)).get(this.stripe);
	}

	private String meta() {
		return "{" + this.fixture.namespace.replace(" ", "%20") + ":" + this.stripe + "}:meta";
	}

	private Object keyOn(SharedTier tier) {
		for (int key = 0;; key++) {
			if (tier.stripe(key) == this.stripe) {
				return key;
			}
		}
	}

}
