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
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A row of the database, with all that was ever committed.
 */
final class Row {

	static final int FACTOR = 1_000_000;

	private final int number;

	private final List<State> states = new ArrayList<>();

	private int versions;

	private @Nullable CompletableFuture<Void> lock;

	Row(int number) {
		this.number = number;
		this.states.add(new State(null, 0, 0));
	}

	/**
	 * Return a value that was not there before. It exists when it is committed.
	 */
	long nextValue() {
		return (long) this.number * FACTOR + ++this.versions;
	}

	/**
	 * Return the version of a value, for people.
	 */
	static String text(@Nullable Object value) {
		if (value == null) {
			return "no row";
		}
		long number = (Long) value;
		return (char) ('a' + number / FACTOR) + "" + number % FACTOR;
	}

	void commit(@Nullable Long value, long nanos, long step) {
		this.states.add(new State(value, nanos, step));
	}

	/**
	 * Return what is committed.
	 */
	@Nullable Long value() {
		return this.states.get(last()).value();
	}

	int last() {
		return this.states.size() - 1;
	}

	State state(int index) {
		return this.states.get(index);
	}

	/**
	 * Return the last state that has a value.
	 * @return its index, or -1 if the value was never committed
	 */
	int find(@Nullable Object value) {
		for (int i = last(); i >= 0; i--) {
			Long present = this.states.get(i).value();
			if ((present != null) ? present.equals(value) : value == null) {
				return i;
			}
		}
		return -1;
	}

	@Nullable CompletableFuture<Void> lock() {
		return this.lock;
	}

	void lock(@Nullable CompletableFuture<Void> owner) {
		this.lock = owner;
	}

	/**
	 * What is in the database from a commit to the next.
	 *
	 * @param value the value, or {@code null} if there is no row
	 * @param nanos when it was committed
	 * @param step in which step
	 */
	record State(@Nullable Long value, long nanos, long step) {
	}

}
