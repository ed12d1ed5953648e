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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.thread.DaemonThreads;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The one connection that many threads share, created at first use. While the server is
 * down, one thread of ours tries to connect, and no faster than the reconnect delay.
 * Callers therefore wait only until their own deadline, not in line for each other's
 * attempts. Once the connection exists, Lettuce itself reconnects.
 */
final class LettuceLink {

	private final LettuceConnectionFactory factory;

	private final long retryDelay;

	private final AtomicReference<@Nullable Attempt> attempt = new AtomicReference<>();

	private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> commands;

	LettuceLink(LettuceConnectionFactory factory, Duration retryDelay) {
		this.factory = factory;
		this.retryDelay = retryDelay.toNanos();
	}

	/**
	 * Return the commands of the connection.
	 * @param deadline when to stop waiting for a connection, as {@link System#nanoTime()}
	 * @throws RedisUnavailableException if there is no connection by then
	 */
	RedisClusterAsyncCommands<byte[], byte[]> commands(long deadline) {
		RedisClusterAsyncCommands<byte[], byte[]> existing = this.commands;
		if (existing != null) {
			return existing;
		}
		try {
			RedisClusterAsyncCommands<byte[], byte[]> connected = currentAttempt().result
				.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
			this.commands = connected;
			return connected;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw RedisUnavailableException.unconnected(ex);
		}
		catch (ExecutionException ex) {
			throw RedisUnavailableException.unconnected((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			throw RedisUnavailableException.unconnected(ex);
		}
	}

	/**
	 * Return whether there is a connection to a single server, not to a cluster.
	 */
	boolean isConnectedToOne() {
		return this.commands instanceof RedisAsyncCommands<byte[], byte[]>;
	}

	/**
	 * Try to connect until there is a connection.
	 * @param deadline when to stop, as {@link System#nanoTime()}
	 * @return whether there is a connection
	 */
	boolean connect(long deadline) {
		while (true) {
			try {
				commands(deadline);
				return true;
			}
			catch (RedisUnavailableException ex) {
				if (deadline - System.nanoTime() <= 0 || Thread.currentThread().isInterrupted()) {
					return false;
				}
				LockSupport.parkNanos(this, Math.min(this.retryDelay, deadline - System.nanoTime()));
			}
		}
	}

	/**
	 * Close the connection. The next one goes to wherever the host name leads by then.
	 */
	void renew() {
		this.factory.resetConnection();
		this.attempt.set(null);
		this.commands = null;
	}

	private Attempt currentAttempt() {
		while (true) {
			Attempt current = this.attempt.get();
			if (current != null && !current.isOver(this.retryDelay)) {
				return current;
			}
			Attempt next = new Attempt();
			if (this.attempt.compareAndSet(current, next)) {
				DaemonThreads.named("warmcache-redis-connect", () -> connect(next)).start();
				return next;
			}
		}
	}

	@SuppressWarnings("unchecked")
	private void connect(Attempt next) {
		try {
			// Not closed here: it wraps the factory's shared connection.
			RedisConnection connection = this.factory.getConnection();
			next.result.complete((RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection());
		}
		catch (Throwable ex) {
			next.failedAt = System.nanoTime();
			next.result.completeExceptionally(ex);
		}
	}

	/**
	 * Attempt to connect.
	 */
	private static final class Attempt {

		private final CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> result = new CompletableFuture<>();

		private volatile long failedAt;

		boolean isOver(long retryDelay) {
			return this.result.isCompletedExceptionally() && System.nanoTime() - this.failedAt >= retryDelay;
		}

	}

}
