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

package io.github.warmcache.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.postgresql.PGConnection;

/**
 * What the server and the network can do: {@code psql}'s COPY by the driver, whose lines
 * nobody reads.
 */
final class CopyOut implements PostgresFill {

	private final DataSource dataSource;

	private final String table;

	CopyOut(DataSource dataSource, String table) {
		this.dataSource = dataSource;
		this.table = table;
	}

	@Override
	public long fill() throws SQLException, IOException {
		long begin = System.nanoTime();
		try (Connection connection = this.dataSource.getConnection()) {
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyOut("copy " + this.table + " to stdout", OutputStream.nullOutputStream());
		}
		return System.nanoTime() - begin;
	}

}
