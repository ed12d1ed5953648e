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

package io.github.warmcache.sample.lab;

import java.util.List;

/**
 * One whole run of a variant, to be drawn.
 *
 * @param variant the variant
 * @param points latencies in each short piece of time
 * @param events what happened when
 */
record Timeline(Variant variant, List<Point> points, List<Event> events) {

	/**
	 * Latencies of some time.
	 *
	 * @param seconds when it began
	 * @param p50 in milliseconds
	 * @param p99 in milliseconds
	 */
	record Point(double seconds, double p50, double p99) {

	}

	/**
	 * Something that happened.
	 *
	 * @param seconds when
	 * @param kind what
	 * @param text how to call it
	 */
	record Event(double seconds, Kind kind, String text) {

	}

	/**
	 * Kinds of events.
	 */
	enum Kind {

		/** A scenario begins. */
		SCENARIO,

		/** A new pod takes its first request. */
		TRAFFIC

	}

}
