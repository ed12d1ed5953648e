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

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.github.warmcache.redis.FakeScriptRunner;
import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.redis.ServerState;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.codec.StoredValues;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.StripePositions;
import io.github.warmcache.tier.stripe.UniqueNames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BatchRead}: how many calls there are. What they return is tested on
 * real servers, by {@link SharedTierContract}.
 */
class BatchReadTests {

	private final KeySpace keys = new KeySpace("test", "cities", "schema", ResolvableType.forClass(Integer.class));

	private final CacheScripts scripts = new CacheScripts(this.keys,
			new UniqueNames(new MutableClock(), new SecureRandom()), "pod",
			new RedisTierSettings(Duration.ofSeconds(3), 500, 500, 4096, 100), null);

	private final FakeScriptRunner server = new FakeScriptRunner(BatchReadTests::absent);

	private final CrossStripeCalls joins = new CrossStripeCalls();

	@Test
	void oneServerIsAskedForAHundredKeysByEachCall() {
		read(250);
		assertThat(valuesOfCalls()).containsExactly(100, 100, 50);
	}

	@Test
	void aClusterIsAskedForTheKeysOfOneStripeByEachCall() {
		this.server.joinStripes(false);
		read(250);
		assertThat(this.server.calls()).hasSize(SharedTier.STRIPES).allMatch((call) -> stripes(call) == 1);
		assertThat(valuesOfCalls().stream().mapToInt(Integer::intValue).sum()).isEqualTo(250);
	}

	@Test
	void aProxyOfManyServersIsAskedLikeAClusterFromItsFirstRefusalOn() {
		this.server.answer((call) -> (stripes(call) > 1)
				? Reply.failed(new IllegalStateException("CROSSSLOT Keys in request don't hash to the same slot"))
				: absent(call));
		read(250);
		assertThat(this.server.calls()).hasSize(3 + SharedTier.STRIPES);
		this.server.calls().clear();
		read(250);
		assertThat(this.server.calls()).hasSize(SharedTier.STRIPES).allMatch((call) -> stripes(call) == 1);
	}

	@Test
	void aServerThatDoesNotAnswerRefusesNothing() {
		this.server.answer((call) -> Reply.failed(new TimeoutException()));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> read(250));
		assertThat(this.server.calls()).hasSize(3);
		assertThat(this.joins.areAllowed()).isTrue();
	}

	@Test
	void anErrorOfCallsForOneStripeIsNoRefusal() {
		this.server.joinStripes(false);
		this.server.answer((call) -> Reply.failed(new IllegalStateException("NOPERM this user has no permissions")));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> read(250));
		assertThat(this.joins.areAllowed()).isTrue();
	}

	@Test
	void whatHadNoRoomIsAskedForAgain() {
		this.server.answer((call) -> (this.server.calls().size() <= 3) ? noRoomAfterTheFirst(call) : absent(call));
		read(250);
		assertThat(valuesOfCalls()).containsExactly(100, 100, 50, 100, 100, 47);
	}

	private void read(int number) {
		StoredValues values = new StoredValues(new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build())
			.create("texts", ResolvableType.forClass(String.class)), 4096);
		BatchRead read = new BatchRead(new ObservedRunner(this.server, new ServerState(new MutableClock())),
				this.scripts,
				new RedisValues("cities", new RejectionReport(), values, ValueVersion.NONE, new MutableClock()),
				this.joins, new StripePositions());
		IntStream.range(0, number).forEach((key) -> read.add(this.keys.locate(key)));
		read.begin();
		List<Object> found = new ArrayList<>();
		read.land((key, hit) -> found.add(key));
		assertThat(found).isEmpty();
	}

	/**
	 * The epoch field and two limits come first, then the number of values of each
	 * stripe.
	 */
	private static int stripes(ScriptCall call) {
		return call.arguments().length - 3;
	}

	private List<Integer> valuesOfCalls() {
		return this.server.calls().stream().map(BatchReadTests::values).toList();
	}

	private static int values(ScriptCall call) {
		return call.keys().length - stripes(call);
	}

	private static Reply absent(ScriptCall call) {
		return reply(call, Collections.nCopies(values(call), null));
	}

	private static Reply noRoomAfterTheFirst(ScriptCall call) {
		List<@Nullable Object> values = new ArrayList<>(Collections.nCopies(values(call), 0L));
		values.set(0, null);
		return reply(call, values);
	}

	/**
	 * The place of each stripe in its history comes last.
	 */
	private static Reply reply(ScriptCall call, List<@Nullable Object> values) {
		List<@Nullable Object> all = new ArrayList<>(values);
		for (int i = 0; i < stripes(call); i++) {
			all.add("0".getBytes(StandardCharsets.UTF_8));
			all.add(new byte[0]);
		}
		return Reply.of(all);
	}

}
