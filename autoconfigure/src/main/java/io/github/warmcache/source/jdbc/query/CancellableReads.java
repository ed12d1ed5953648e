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

package io.github.warmcache.source.jdbc.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.jdbc.StatementCancellation;
import org.jspecify.annotations.Nullable;

/**
 * Reads that pass rows to a sink, which can cancel them.
 *
 * @param session runs the reads
 * @param description names the source in messages
 */
record CancellableReads(SourceSession session, String description) {

	<T> @Nullable T read(EntrySink<?, ?> sink, BiFunction<String, SQLException, CacheSourceException> failure,
			Read<T> read) {
		return read(sink::onCancel, "read all rows", failure, read);
	}

	<T> @Nullable T read(Consumer<Runnable> onCancel, String what,
			BiFunction<String, SQLException, CacheSourceException> failure, Read<T> read) {
		try (StatementCancellation cancellation = new StatementCancellation()) {
			onCancel.accept(cancellation::cancel);
			cancellation.throwIfCancelled();
			try {
				return this.session.execute((connection) -> read.from(connection, cancellation));
			}
			catch (SQLException ex) {
				if (cancellation.isCancelled()) {
					throw cancellation.exception(ex);
				}
				throw failure.apply(this.description + " cannot " + what, ex);
			}
		}
	}

	/**
	 * A read of one row or many.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Read<T> {

		@Nullable T from(Connection connection, StatementCancellation cancellation) throws SQLException;

	}

}
