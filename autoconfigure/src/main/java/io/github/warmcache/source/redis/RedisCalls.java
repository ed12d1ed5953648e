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

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.warmcache.source.CacheSourceException;
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

	<T> Scan<T> scan(Function<RedisConnection, Cursor<T>> command) {
		Scan<T> scan = translated(() -> {
			RedisConnection connection = this.connectionFactory.getConnection();
			return new Scan<>(connection, command.apply(connection));
		});
		if (scan == null) {
			throw new IllegalStateException("No cursor");
		}
		return scan;
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
	 * A cursor and its connection.
	 *
	 * @param <T> the type of what it finds
	 */
	final class Scan<T> implements AutoCloseable {

		private final RedisConnection connection;

		private final Cursor<T> cursor;

		Scan(RedisConnection connection, Cursor<T> cursor) {
			this.connection = connection;
			this.cursor = cursor;
		}

		/**
		 * Return what comes next.
		 * @return it, or {@code null} at the end
		 */
		@Nullable T next() {
			return translated(() -> this.cursor.hasNext() ? this.cursor.next() : null);
		}

		@Override
		public void close() {
			translated(() -> {
				// Outside a cluster this closes the connection, which a pool must not see
				// twice.
				this.cursor.close();
				if (this.connection instanceof RedisClusterConnection) {
					this.connection.close();
				}
				return null;
			});
		}

	}

}
