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

package io.github.warmcache.coherence;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.DefaultMessage;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link RedisSubscription} on drivers other than Lettuce.
 */
class RedisSubscriptionTests {

	private final RedisConnection connection = mock(RedisConnection.class);

	private final RedisConnectionFactory factory = mock(RedisConnectionFactory.class);

	private final List<String> heard = new CopyOnWriteArrayList<>();

	private final AtomicInteger acknowledged = new AtomicInteger();

	private final CountDownLatch closed = new CountDownLatch(1);

	@Test
	void aDriverThatBlocksWhileItListensHasAThreadOfItsOwn() {
		given(this.factory.getConnection()).willReturn(this.connection);
		willAnswer((invocation) -> {
			MessageListener listener = invocation.getArgument(0);
			((SubscriptionListener) listener).onChannelSubscribed(new byte[0], 1);
			listener.onMessage(new DefaultMessage(new byte[0], new byte[0]), null);
			this.closed.await();
			// What comes after the end is left aside.
			listener.onMessage(new DefaultMessage(new byte[0], new byte[0]), null);
			((SubscriptionListener) listener).onChannelSubscribed(new byte[0], 1);
			this.heard.add("end of " + Thread.currentThread().getName());
			return null;
		}).given(this.connection).subscribe(any(), any(byte[].class), any(byte[].class));
		willAnswer((invocation) -> {
			this.closed.countDown();
			return null;
		}).given(this.connection).close();
		RedisSubscription subscription = open();
		await().until(() -> this.heard.equals(List.of("message")));
		assertThat(this.acknowledged).hasValue(1);
		assertThat(subscription.isOver()).isFalse();
		subscription.close();
		await().until(() -> this.heard.equals(List.of("message", "end of warmcache-subscription")));
		await().until(subscription::isOver);
		assertThat(this.acknowledged).hasValue(1);
	}

	@Test
	void aServerThatCannotBeReachedEndsIt() {
		given(this.factory.getConnection()).willThrow(new RedisConnectionFailureException("no"));
		RedisSubscription subscription = open();
		await().until(subscription::isOver);
	}

	@Test
	void aUserWhoMayNotListenEndsItAndTheConnectionIsClosed() {
		given(this.factory.getConnection()).willReturn(this.connection);
		willThrow(new IllegalStateException("NOPERM")).given(this.connection)
			.subscribe(any(), any(byte[].class), any(byte[].class));
		RedisSubscription subscription = open();
		await().until(subscription::isOver);
		await().untilAsserted(() -> verify(this.connection).close());
	}

	@Test
	void aConnectionThatCannotBeClosedIsNobodysProblem() {
		given(this.factory.getConnection()).willReturn(this.connection);
		given(this.connection.isSubscribed()).willReturn(true);
		willThrow(new IllegalStateException()).given(this.connection).close();
		RedisSubscription subscription = open();
		await().untilAsserted(() -> verify(this.connection).subscribe(any(), any(byte[].class), any(byte[].class)));
		subscription.close();
		subscription.close();
		verify(this.connection).close();
	}

	private RedisSubscription open() {
		return RedisSubscription.open(this.factory, (message, pattern) -> this.heard.add("message"),
				this.acknowledged::incrementAndGet, new byte[] { 1 }, new byte[] { 2 });
	}

}
