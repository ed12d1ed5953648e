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

package io.github.warmcache.source.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;

/**
 * Talks to Redis and reports its failures without data.
 */
final class RedisCalls {

	private final RedisConnectionFactory connectionFactory;

	private final String description;

	RedisCalls(RedisConnectionFactory connectionFactory, String description) {
		this.connectionFactory = connectionFactory;
		this.description = description;
	}

	String description() {
		return this.description;
	}

	<T> @Nullable T call(Function<RedisConnection, @Nullable T> command) {
		return translated(() -> {
			try (RedisConnection connection = this.connectionFactory.getConnection()) {
				return command.apply(connection);
			}
		});
	}

	/**
	 * Hand over what a cursor finds, page by page: while one is worked on, a thread of
	 * this scan's own reads the next one, with whatever driver the application has.
	 * @param command opens the cursor
	 * @param size how much makes a page
	 * @param taker takes the pages, on the calling thread
	 */
	<T> void scan(Function<RedisConnection, Cursor<T>> command, int size, Consumer<List<T>> taker) {
		ExecutorService reading = Executors.newSingleThreadExecutor(DaemonThreads.numbered("warmcache-redis-scan-"));
		Scan<T> scan = new Scan<>(command, size);
		Future<List<T>> next = reading.submit(scan::next);
		try {
			List<T> page = await(next);
			while (!page.isEmpty()) {
				next = reading.submit(scan::next);
				taker.accept(page);
				page = await(next);
			}
			await(reading.submit(scan::close, page));
		}
		finally {
			// Nobody waits for a page that nobody wants, nor for the connection that
			// reads it.
			next.cancel(true);
			reading.submit(scan::close);
			reading.shutdown();
		}
	}

	private <T> T await(Future<T> future) {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CacheSourceException(this.description + " cannot be asked: interrupted", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new CacheSourceException(this.description + " cannot be asked", ex);
		}
	}

	private <T> @Nullable T translated(Supplier<@Nullable T> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			Throwable root = ex;
			while (root.getCause() != null) {
				root = root.getCause();
			}
			String kind = ex.getClass().getSimpleName();
			throw new CacheSourceException(this.description + " cannot be asked: " + kind
					+ ((root != ex) ? " caused by " + root.getClass().getSimpleName() : ""), ex);
		}
	}

	/**
	 * A cursor and its connection. Belongs to one thread.
	 *
	 * @param <T> the type of what it finds
	 */
	private final class Scan<T> {

		private final Function<RedisConnection, Cursor<T>> command;

		private final int size;

		private @Nullable RedisConnection connection;

		private @Nullable Cursor<T> cursor;

		Scan(Function<RedisConnection, Cursor<T>> command, int size) {
			this.command = command;
			this.size = size;
		}

		/**
		 * Return the next page, which is empty at the end.
		 */
		List<T> next() {
			List<T> page = new ArrayList<>(this.size);
			translated(() -> {
				Cursor<T> open = open();
				while (page.size() < this.size && open.hasNext()) {
					page.add(open.next());
				}
				return null;
			});
			return page;
		}

		private Cursor<T> open() {
			Cursor<T> open = this.cursor;
			if (open == null) {
				this.connection = RedisCalls.this.connectionFactory.getConnection();
				open = this.command.apply(this.connection);
				this.cursor = open;
			}
			return open;
		}

		/**
		 * Does nothing the second time.
		 */
		void close() {
			Cursor<T> open = this.cursor;
			RedisConnection opened = this.connection;
			this.cursor = null;
			this.connection = null;
			translated(() -> {
				if (open != null) {
					// Outside a cluster this closes the connection, which a pool must not
					// see twice.
					open.close();
				}
				if (opened != null && (open == null || opened instanceof RedisClusterConnection)) {
					opened.close();
				}
				return null;
			});
		}

	}

}
