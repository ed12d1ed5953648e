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

import java.time.Instant;

/**
 * What a rung did in one round.
 *
 * @param rung the rung
 * @param report what wrk found
 * @param wrong how many cities were not as they should be, before the load and after it
 * @param queries how many queries the database had for each request that the pods were
 * given in their life
 * @param commands how many commands Redis had for each request of the load
 * @param cores who used the machine
 * @param window when that was
 */
record Visit(Rung rung, WrkReport report, long wrong, double queries, double commands, Cores cores, Window window) {

	long failed() {
		return this.wrong + this.report.errors();
	}

	/**
	 * Some time.
	 *
	 * @param from its begin
	 * @param to its end
	 */
	record Window(Instant from, Instant to) {

		boolean contains(Instant time) {
			return !time.isBefore(this.from) && time.isBefore(this.to);
		}

	}

}
