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

	private final FakeScriptRunner server = new FakeScriptRunner(BeatCallsTests::stands);

	private final BeatCalls beat = new BeatCalls(this.server, "shop", new byte[] { 1 });

	@Test
	void oneServerIsAskedOnceForAllStripes() {
		List<Reply> replies = this.beat.stands(1);
		assertThat(this.server.calls()).hasSize(1);
		assertThat(replies).hasSize(SharedTier.STRIPES);
		assertThat(replies.get(0).text(0)).isEqualTo("0");
		assertThat(replies.get(31).text(0)).isEqualTo("31");
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
	void aProxyOfManyServersIsAskedLikeAClusterFromItsFirstRefusalOn() {
		this.server.answer((call) -> (metas(call) > 1) ? crossSlot() : stands(call));
		assertThat(this.beat.stands(1)).allMatch((reply) -> reply.failure() == null);
		assertThat(this.server.calls()).hasSize(1 + SharedTier.STRIPES);
		this.server.calls().clear();
		this.beat.stands(2);
		assertThat(this.server.calls()).hasSize(SharedTier.STRIPES);
	}

	@Test
	void aServerThatRejectsEverythingIsNoProxy() {
		this.server.answer((call) -> Reply.failed(new IllegalStateException("READONLY You can't write")));
		assertThat(this.beat.stands(1)).hasSize(SharedTier.STRIPES).allMatch((reply) -> reply.failure() != null);
		this.server.answer(BeatCallsTests::stands);
		this.server.calls().clear();
		this.beat.stands(2);
		assertThat(this.server.calls()).hasSize(1);
	}

	@Test
	void aServerThatDoesNotAnswerIsNotAskedAgain() {
		this.server.answer((call) -> Reply.failed(new TimeoutException()));
		assertThat(this.beat.stands(1)).hasSize(SharedTier.STRIPES).allMatch((reply) -> reply.failure() != null);
		assertThat(this.server.calls()).hasSize(1);
	}

	private static Reply crossSlot() {
		return Reply.failed(new IllegalStateException("CROSSSLOT Keys in request don't hash to the same slot"));
	}

	private static int metas(ScriptCall call) {
		return call.keys().length - 1;
	}

	private static Reply stands(ScriptCall call) {
		List<byte[]> values = new ArrayList<>();
		for (int i = 0; i < metas(call); i++) {
			byte[] stripe = call.arguments()[i + 2];
			values.add(stripe);
			values.add(("t" + new String(stripe, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII));
			values.add(new byte[0]);
		}
		return Reply.of(values);
	}

}
