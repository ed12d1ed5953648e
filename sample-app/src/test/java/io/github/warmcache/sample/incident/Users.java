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

package io.github.warmcache.sample.incident;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.TestDatabase;

/**
 * Users of the service, each of whom has a past: whoever is flagged is flagged wrongly.
 */
final class Users {

	/** As many as there are. */
	static final int COUNT = 20_000;

	private static final int EVENTS = 7;

	private static final int BATCH = 500;

	private static final int UPDATES = 3;

	private Users() {
	}

	static long[] ids() {
		return LongStream.rangeClosed(1, COUNT).toArray();
	}

	/**
	 * Write all histories into a table.
	 */
	static void fill(TestDatabase database) {
		try (Connection connection = database.dataSource().getConnection();
				Statement table = connection.createStatement()) {
			table.execute("create table history (user_id bigint primary key, events jsonb not null)");
			try (PreparedStatement insert = connection.prepareStatement("insert into history values (?, ?::jsonb)")) {
				for (long user : ids()) {
					insert.setLong(1, user);
					insert.setString(2, events(user));
					insert.addBatch();
				}
				insert.executeBatch();
			}
			table.execute("vacuum analyze history");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL does not take the histories", ex);
		}
	}

	/**
	 * Write all histories into Redis, as the job does that keeps them there.
	 */
	static void fill(RedisServerHandle redis) {
		for (int from = 1; from <= COUNT; from += BATCH) {
			List<String> command = new ArrayList<>(List.of("MSET"));
			for (int user = from; user < Math.min(from + BATCH, COUNT + 1); user++) {
				command.add("history:" + user);
				command.add(events(user));
			}
			redis.command(command.toArray(String[]::new));
		}
	}

	/**
	 * Write the histories of a few users into Redis again, as the job does when they did
	 * something, unless Redis refuses it. So there are always some keys.
	 * @param round makes these users others than those of the rounds before
	 */
	static void update(RedisServerHandle redis, int round) {
		for (int i = 0; i < UPDATES; i++) {
			int user = 1 + (round * UPDATES + i) % COUNT;
			try {
				redis.command("SET", "history:" + user, events(user));
			}
			catch (IllegalStateException ex) {
				return;
			}
		}
	}

	/**
	 * Return what a user did, as JSON.
	 */
	private static String events(long user) {
		SplittableRandom random = new SplittableRandom(user);
		return IntStream.range(0, EVENTS)
			.mapToObj((i) -> "{\"kind\":\"payment\",\"day\":%d,\"cents\":%d}".formatted(100 * i + random.nextInt(100),
					100 + random.nextInt(100_000)))
			.collect(Collectors.joining(",", "[", "]"));
	}

}
