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

package io.github.warmcache.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.simulation.engine.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * A database with one table, and one lock for each row.
 */
final class Database {

	private final Timeline timeline;

	private final Story story;

	private final List<Row> rows = new ArrayList<>();

	private boolean down;

	Database(Timeline timeline, Story story, int keys) {
		this.timeline = timeline;
		this.story = story;
		for (int i = 0; i < keys; i++) {
			this.rows.add(new Row(i));
		}
	}

	Row row(int key) {
		return this.rows.get(key);
	}

	int size() {
		return this.rows.size();
	}

	/**
	 * Let it answer or not.
	 */
	void down(boolean value) {
		this.down = value;
	}

	/**
	 * Read what is committed.
	 */
	@Nullable Long read(int key) {
		requireUp();
		return this.rows.get(key).value();
	}

	void requireUp() {
		if (this.down) {
			throw new DatabaseDownException();
		}
	}

	OptionalLong count() {
		requireUp();
		return OptionalLong.of(this.rows.stream().filter((row) -> row.value() != null).count());
	}

	/**
	 * Commit a value of a row whose lock is held.
	 */
	void commit(int key, @Nullable Long value) {
		this.rows.get(key).commit(value, this.timeline.nanos(), this.timeline.steps());
		this.story.tell(null, () -> "the database has " + Row.text(value) + " for " + Keys.name(key));
	}

	/**
	 * Wait until no one else is about to write a row.
	 * @return what is to be completed afterwards
	 */
	CompletableFuture<Void> lock(int key) {
		Row row = this.rows.get(key);
		CompletableFuture<Void> held = row.lock();
		while (held != null) {
			this.timeline.await(held, Long.MAX_VALUE);
			held = row.lock();
		}
		CompletableFuture<Void> mine = new CompletableFuture<>();
		row.lock(mine);
		return mine;
	}

	void unlock(int key, CompletableFuture<Void> mine) {
		Row row = this.rows.get(key);
		if (row.lock() == mine) {
			row.lock(null);
			mine.complete(null);
		}
	}

	/**
	 * Failure of a database that does not answer.
	 */
	static final class DatabaseDownException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		DatabaseDownException() {
			super("The database is down", null, false, false);
		}

	}

}
