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

package io.github.warmcache.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What was done to a fleet and what became of it, written down as it happens. Safe for
 * use by several threads.
 */
final class Chronicle {

	private static final int PER_LINE = 5;

	private final List<Happening> happenings = new CopyOnWriteArrayList<>();

	private final Consumer<String> reader;

	/**
	 * Begins with nothing.
	 * @param reader is told of everything at once
	 */
	Chronicle(Consumer<String> reader) {
		this.reader = reader;
	}

	/**
	 * Something begins to happen.
	 * @return what has to be told when it is over
	 */
	Happening begin(String name) {
		Happening happening = new Happening(name);
		this.happenings.add(happening);
		this.reader.accept("begins: " + name);
		return happening;
	}

	/**
	 * Something happened.
	 */
	void happened(String text) {
		Happening happening = new Happening(text);
		happening.end = happening.start;
		this.happenings.add(happening);
		this.reader.accept(text);
	}

	/**
	 * Return what touches the time between two moments.
	 */
	List<String> between(long from, long to) {
		return this.happenings.stream()
			.filter((happening) -> happening.start <= to && from <= happening.end)
			.map(Happening::toString)
			.toList();
	}

	/**
	 * Return everything, several in a line.
	 */
	List<String> lines() {
		List<String> all = this.happenings.stream().map(Happening::toString).toList();
		return IntStream.iterate(0, (i) -> i < all.size(), (i) -> i + PER_LINE)
			.mapToObj((i) -> String.join("; ", all.subList(i, Math.min(i + PER_LINE, all.size()))))
			.toList();
	}

	/**
	 * A time in which something was done.
	 */
	final class Happening {

		private final String name;

		private final long start = System.nanoTime();

		private volatile long end = Long.MAX_VALUE;

		private volatile @Nullable String remark;

		Happening(String name) {
			this.name = name;
		}

		/**
		 * It is over.
		 */
		void ends() {
			this.end = System.nanoTime();
			Chronicle.this.reader.accept("ends: " + this.name + remark());
		}

		/**
		 * Adds what became of it.
		 */
		void remark(String text) {
			this.remark = (this.remark != null) ? this.remark + ", " + text : text;
		}

		private String remark() {
			return (this.remark != null) ? " (" + this.remark + ")" : "";
		}

		@Override
		public String toString() {
			String from = WallClock.at(this.start);
			if (this.end == this.start) {
				return from + " " + this.name;
			}
			return from + " to " + ((this.end == Long.MAX_VALUE) ? "now" : WallClock.at(this.end)) + " " + this.name
					+ remark();
		}

	}

}
