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

import io.github.warmcache.thread.DaemonThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Subscription over a connection of Spring Data Redis. It has a thread of its own,
 * because drivers such as Jedis read messages on the thread that subscribes. With Lettuce
 * that thread ends at once, and the driver resubscribes by itself after a lost
 * connection.
 */
final class RedisSubscription implements Subscription {

	private static final Log logger = LogFactory.getLog(RedisSubscription.class);

	private final RedisConnectionFactory factory;

	private final MessageListener listener;

	private final byte[][] channels;

	private @Nullable RedisConnection connection;

	private volatile boolean closed;

	private volatile boolean over;

	private volatile boolean forbidden;

	private RedisSubscription(RedisConnectionFactory factory, MessageListener listener, byte[]... channels) {
		this.factory = factory;
		this.listener = listener;
		this.channels = channels;
	}

	static RedisSubscription open(RedisConnectionFactory factory, MessageListener listener, Runnable acknowledged,
			byte[]... channels) {
		RedisSubscription subscription = new RedisSubscription(factory, listener, channels);
		DaemonThreads.named("warmcache-subscription", () -> subscription.run(acknowledged)).start();
		return subscription;
	}

	private void run(Runnable acknowledged) {
		try {
			RedisConnection opened = this.factory.getConnection();
			if (!keep(opened)) {
				opened.close();
				return;
			}
			opened.subscribe(new OpenListener(acknowledged), this.channels);
			if (!opened.isSubscribed()) {
				this.over = true;
			}
			else if (this.closed) {
				closeSubscription(opened);
			}
		}
		catch (RuntimeException ex) {
			this.forbidden = isRefusal(ex);
			this.over = true;
			if (!this.closed) {
				logger.debug("Could not subscribe to the invalidation channel", ex);
			}
			close();
		}
	}

	/**
	 * Close a subscription that began after its connection was closed.
	 */
	private static void closeSubscription(RedisConnection opened) {
		org.springframework.data.redis.connection.Subscription subscription = opened.getSubscription();
		if (subscription != null) {
			subscription.close();
		}
	}

	private synchronized boolean keep(RedisConnection opened) {
		this.connection = opened;
		return !this.closed;
	}

	private static boolean isRefusal(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).startsWith("NOPERM")) {
				return true;
			}
		}
		return false;
	}

	@Override
	public boolean isOver() {
		return this.over;
	}

	@Override
	public boolean isForbidden() {
		return this.forbidden;
	}

	@Override
	public void close() {
		this.closed = true;
		RedisConnection opened;
		synchronized (this) {
			opened = this.connection;
			this.connection = null;
		}
		if (opened == null) {
			return;
		}
		try {
			// Closing a subscribed connection closes the subscription too.
			opened.close();
		}
		catch (RuntimeException ex) {
			logger.debug("Could not close a subscription cleanly", ex);
		}
	}

	/**
	 * Forwards messages and acknowledgements until the subscription is closed.
	 */
	private final class OpenListener implements MessageListener, SubscriptionListener {

		private final Runnable acknowledged;

		OpenListener(Runnable acknowledged) {
			this.acknowledged = acknowledged;
		}

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			if (!RedisSubscription.this.closed) {
				RedisSubscription.this.listener.onMessage(message, pattern);
			}
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			if (!RedisSubscription.this.closed) {
				this.acknowledged.run();
			}
		}

	}

}
