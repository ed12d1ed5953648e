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

package io.github.warmcache.simulation.redis;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierSettings;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.RedisConnectionFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for pods on a {@link SimulatedRedis}, and for what can happen to it.
 */
class SimulatedFleetTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private long now = 1_800_000_000_000L;

	private final SimulatedRedis redis = new SimulatedRedis(() -> this.now, 42);

	private final RedisSharedTierFactory factory = pod(SimulatedRedis.Wire.WHOLE);

	private final SharedTier pod = texts(this.factory);

	private final SharedTier other = texts(pod(SimulatedRedis.Wire.WHOLE));

	private RedisSharedTierFactory pod(SimulatedRedis.Wire wire) {
		RedisTierConnections connections = new RedisTierConnections(this.redis.connections(wire),
				new RedisTierTimeouts(SECOND, SECOND, SECOND, SECOND));
		return new RedisSharedTierFactory(connections, "fleet", RedisTierSettings.defaults(),
				new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()),
				() -> Instant.ofEpochMilli(this.now), new SecureRandom(), CallBreaker.NONE);
	}

	private static SharedTier texts(RedisSharedTierFactory factory) {
		return factory.create("texts", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
				ValueVersion.NONE);
	}

	@Test
	void podsShareWhatTheyStore() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Busy.class);
		assertThat(this.pod.fill(1, "one", HOUR, ticket)).isEqualTo(FillOutcome.STORED);
		assertThat(value(this.other.read(1))).isEqualTo("one");
		assertThat(this.other.update(1, "two", HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(value(this.pod.read(1))).isEqualTo("two");
		assertThat(value(this.pod.putIfAbsent(1, "three", HOUR))).isEqualTo("two");
		this.pod.invalidate(1);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		try (BulkFill fill = this.pod.beginFill()) {
			fill.add(1, "one", HOUR);
			fill.add(2, "two", HOUR);
		}
		assertThat(this.other.readAll(List.of(1, 2, 3))).containsOnlyKeys(1, 2);
		this.other.clear();
		assertThat(this.pod.readAll(List.of(1, 2, 3))).isEmpty();
		assertThat(this.pod.hotKeys().publish(List.of(3, 1), 10, HOUR)).isTrue();
		assertThat(this.other.hotKeys().hottest(5)).containsExactly(3, 1);
		Bid bid = this.pod.fleetLoads().bid(0, HOUR);
		assertThat(bid).isInstanceOf(Bid.Leads.class);
		assertThat(this.other.fleetLoads().bid(0, HOUR)).isEqualTo(new Bid.Follows(0));
	}

	@Test
	void anHourPassesAtOnce() {
		this.pod.update(1, "one", HOUR);
		this.now += HOUR.toMillis() - 1;
		assertThat(value(this.other.read(1))).isEqualTo("one");
		this.now += 2;
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.redis.keys()).noneMatch((key) -> key.contains(":v1:"));
	}

	@Test
	void aServerThatWentBackIsAnotherRunWithOlderData() {
		this.pod.update(1, "old", HOUR);
		RedisStripes stripes = this.factory.stripes();
		int stripe = this.pod.stripe(1);
		StripeState known = stripes.baseline(Map.of(stripe, StripeState.UNTOUCHED)).get(stripe);
		SimulatedRedis.Dump dump = this.redis.dump();
		String run = this.redis.run();
		this.pod.update(1, "new", HOUR);
		this.redis.restore(dump);
		assertThat(value(this.other.read(1))).isEqualTo("old");
		assertThat(this.redis.run()).isNotEqualTo(run).hasSize(40);
		this.pod.update(1, "newer", HOUR);
		this.redis.restore(dump);
		assertThat(value(this.other.read(1))).as("a dump stays as it was").isEqualTo("old");
		assertThat(stripes.baseline(Map.of(stripe, known)).get(stripe).run()).isEqualTo(this.redis.run());
		this.redis.restart(true);
		assertThat(this.redis.keys()).isNotEmpty();
		this.redis.restart(false);
		assertThat(this.redis.keys()).isEmpty();
	}

	@Test
	void aKeyIsEvictedWithoutATrace() {
		this.pod.update(1, "one", HOUR);
		String key = this.redis.keys().stream().filter((name) -> name.contains(":v1:")).findFirst().orElseThrow();
		assertThat(this.redis.describe(key)).contains("string", "one", "for 3600000 ms");
		assertThat(this.redis.delete(key)).isTrue();
		assertThat(this.redis.delete(key)).isFalse();
		assertThat(this.redis.describe(key)).isNull();
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		String meta = this.redis.keys().stream().filter((name) -> name.endsWith(":meta")).findFirst().orElseThrow();
		assertThat(this.redis.describe(meta)).startsWith("hash {").contains("seq='1'", "epoch:texts=");
	}

	@Test
	void aFullServerStillInvalidates() {
		this.pod.update(1, "one", HOUR);
		this.redis.fullOfMemory(true);
		assertThat(this.pod.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.other.fill(1, "two", HOUR, ticket(this.other.read(1)))).isEqualTo(FillOutcome.FAILED);
		this.redis.fullOfMemory(false);
		assertThat(this.other.fill(1, "two", HOUR, ticket(this.other.read(1)))).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void messagesAreHeardInTheirOrderUnlessTheyAreRefused() {
		List<String> heard = new ArrayList<>();
		this.redis.onPublish((channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8)));
		this.pod.invalidate(1);
		this.pod.update(1, "one", HOUR);
		assertThat(heard).hasSize(2).allMatch((message) -> message.startsWith("k1:" + this.pod.stripe(1) + ":"));
		this.redis.refuse("PUBLISH", true);
		assertThat(this.pod.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(heard).hasSize(2);
	}

	@Test
	void aWireLosesACallOrItsReply() {
		List<String> scripts = new ArrayList<>();
		boolean[] acts = { true };
		SharedTier cut = texts(pod(new SimulatedRedis.Wire() {

			@Override
			public <T> T exchange(String script, Supplier<T> server) {
				scripts.add(script);
				if (!acts[0]) {
					throw new RedisConnectionFailureException("Cut");
				}
				throw new RedisConnectionFailureException("Cut before " + server.get());
			}

		}));
		this.pod.update(1, "one", HOUR);
		acts[0] = false;
		assertThat(cut.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(value(this.pod.read(1))).isEqualTo("one");
		acts[0] = true;
		assertThat(cut.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(scripts).containsOnly("invalidate");
	}

	@Test
	void oneSeedGivesOneRun() {
		assertThat(new SimulatedRedis(() -> 0, 42).run()).isEqualTo(this.redis.run())
			.isNotEqualTo(new SimulatedRedis(() -> 0, 43).run());
	}

	private static FillTicket ticket(SharedRead read) {
		assertThat(read).isInstanceOf(SharedRead.Miss.class);
		FillTicket ticket = ((SharedRead.Miss) read).ticket();
		assertThat(ticket).isNotNull();
		return ticket;
	}

	private static Object value(SharedRead read) {
		assertThat(read).isInstanceOf(SharedRead.Hit.class);
		return ((SharedRead.Hit) read).value();
	}

}
