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

package io.github.warmcache.faults.pod;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * The table, and how many loads of it are under way at once.
 */
@Component
class ItemStore {

	private static final RowMapper<Item> ROW = (row, number) -> new Item(row.getInt(1), row.getLong(2), row.getLong(3));

	private final JdbcTemplate jdbc;

	private final AtomicLong loads = new AtomicLong();

	private final AtomicInteger[] running = new AtomicInteger[CacheNames.ALL.size()];

	private final AtomicInteger mostAtOnce = new AtomicInteger();

	ItemStore(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		for (int i = 0; i < this.running.length; i++) {
			this.running[i] = new AtomicInteger();
		}
	}

	Item load(int cache, int key) {
		this.loads.incrementAndGet();
		int now = this.running[cache].incrementAndGet();
		this.mostAtOnce.accumulateAndGet(now, Math::max);
		try {
			// The brake sleeps as the suite tells it to, after the snapshot was taken.
			return this.jdbc
				.query("select key, version, stamp from item where cache = ? and key = ? and brake()", ROW, cache, key)
				.get(0);
		}
		finally {
			this.running[cache].decrementAndGet();
		}
	}

	Item change(int cache, int key, long stamp) {
		return this.jdbc
			.query("update item set version = version + 1, stamp = ? where cache = ? and key = ?"
					+ " returning key, version, stamp", ROW, stamp, cache, key)
			.get(0);
	}

	boolean answers() {
		try {
			this.jdbc.execute("select 1");
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	long loads() {
		return this.loads.get();
	}

	void countLoad() {
		this.loads.incrementAndGet();
	}

	/**
	 * Return the most loads of one cache that ran at once, and begin anew.
	 */
	int mostLoadsAtOnce() {
		return this.mostAtOnce.getAndSet(0);
	}

}
