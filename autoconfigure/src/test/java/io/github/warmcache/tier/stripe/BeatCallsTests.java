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

package io.github.warmcache.tier.stripe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.redis.FakeScriptRunner;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.tier.SharedTier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BeatCalls}.
 */
class BeatCallsTests {

	private final FakeScriptRunner server = new FakeScriptRunner(BeatCallsTests::answer);

	private final BeatCalls beat = new BeatCalls(this.server, "shop", new byte[] { 1 }, () -> "token");

	@Test
	void oneServerIsAskedOnceForAllStripesOnceItIsKnownToBeOne() {
		assertThat(this.beat.stands(1)).hasSize(SharedTier.STRIPES).allMatch((reply) -> reply.failure() == null);
		assertThat(this.server.calls()).hasSize(2 * SharedTier.STRIPES + 1);
		this.server.calls().clear();
		List<Reply> replies = this.beat.stands(2);
		assertThat(this.server.calls()).hasSize(1);
		assertThat(replies).hasSize(SharedTier.STRIPES);
		assertThat(replies.get(0).text(0)).isEqualTo("100");
		assertThat(replies.get(31).text(0)).isEqualTo("131");
		assertThat(replies.get(31).text(1)).isEqualTo("t31");
	}

	@Test
	void aClusterIsAskedForEachStripe() {
		this.server.joinStripes(false);
		List<Reply> replies = this.beat.stands(1);
		assertThat(this.server.calls()).hasSize(SharedTier.STRIPES).allMatch((call) -> metas(call) == 1);
		assertThat(replies.get(31).text(1)).isEqualTo("t31");
	}

	@Test
	void aProxyThatRejectsIsAskedForEachStripeForALongTime() {
		this.server.answer((call) -> isForMany(call) ? crossSlot() : answer(call));
		assertThat(this.beat.stands(1)).hasSize(SharedTier.STRIPES).allMatch((reply) -> reply.failure() == null);
		assertAskedForEach(2, 300);
		this.server.answer(BeatCallsTests::answer);
		this.beat.stands(301);
		this.server.calls().clear();
		this.beat.stands(302);
		assertThat(this.server.calls()).hasSize(1);
	}

	@Test
	void aProxyThatAsksTheServerOfTheFirstKeyIsNotBelieved() {
		this.server.answer((call) -> isForMany(call) ? Reply.of(List.of(11L)) : answer(call));
		List<Reply> replies = this.beat.stands(1);
		assertThat(replies).hasSize(SharedTier.STRIPES);
		assertThat(replies.get(31).text(0)).isEqualTo("131");
		assertAskedForEach(2, 300);
	}

	@Test
	void aServerThatDidNotAnswerTheTrialIsTriedAgain() {
		this.server.answer((call) -> isForMany(call) ? Reply.failed(new TimeoutException()) : answer(call));
		assertThat(this.beat.stands(1)).allMatch((reply) -> reply.failure() == null);
		this.server.answer(BeatCallsTests::answer);
		this.beat.stands(2);
		this.server.calls().clear();
		this.beat.stands(3);
		assertThat(this.server.calls()).hasSize(1);
	}

	@Test
	void aServerThatRejectsEverythingIsNoProxy() {
		this.beat.stands(1);
		this.server.answer((call) -> Reply.failed(new IllegalStateException("READONLY You can't write")));
		assertThat(this.beat.stands(2)).hasSize(SharedTier.STRIPES).allMatch((reply) -> reply.failure() != null);
		this.server.answer(BeatCallsTests::answer);
		this.server.calls().clear();
		this.beat.stands(3);
		assertThat(this.server.calls()).hasSize(1);
	}

	@Test
	void aTrustedServerThatRejectsTheCallForAllIsAskedForEach() {
		this.beat.stands(1);
		this.server.answer((call) -> isForMany(call) ? crossSlot() : answer(call));
		assertThat(this.beat.stands(2)).allMatch((reply) -> reply.failure() == null);
		assertAskedForEach(3, 301);
	}

	@Test
	void aServerThatDoesNotAnswerIsNotAskedAgain() {
		this.beat.stands(1);
		this.server.answer((call) -> Reply.failed(new TimeoutException()));
		this.server.calls().clear();
		assertThat(this.beat.stands(2)).hasSize(SharedTier.STRIPES).allMatch((reply) -> reply.failure() != null);
		assertThat(this.server.calls()).hasSize(1);
	}

	private void assertAskedForEach(int... numbers) {
		for (int number : numbers) {
			this.server.calls().clear();
			this.beat.stands(number);
			assertThat(this.server.calls()).hasSize(SharedTier.STRIPES).allMatch((call) -> metas(call) == 1);
		}
	}

	private static Reply crossSlot() {
		return Reply.failed(new IllegalStateException("CROSSSLOT Keys in request don't hash to the same slot"));
	}

	private static int metas(ScriptCall call) {
		return call.keys().length - 1;
	}

	private static boolean isForMany(ScriptCall call) {
		return call.keys().length > 2;
	}

	/**
	 * Answer as one server does that has all stripes, with a sequence for each that tells
	 * which it is.
	 */
	private static Reply answer(ScriptCall call) {
		if (call.arguments().length == 2) {
			return Reply.of(List.of((long) call.keys().length));
		}
		List<byte[]> values = new ArrayList<>();
		for (int i = 0; i < metas(call); i++) {
			String stripe = new String(call.arguments()[i + 2], StandardCharsets.US_ASCII);
			values.add(Long.toString(100 + Long.parseLong(stripe)).getBytes(StandardCharsets.US_ASCII));
			values.add(("t" + stripe).getBytes(StandardCharsets.US_ASCII));
			values.add(new byte[0]);
		}
		return Reply.of(values);
	}

}
