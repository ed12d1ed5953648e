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

package io.github.warmcache.tier;

import java.time.Instant;

/**
 * Completed load of a whole cache by one pod.
 *
 * @param generation number of the load; a later one has a higher number
 * @param entries how many entries the source had
 * @param finishedAt when the load was completed, by the clock of the server
 * @param badRows how many rows of the source could not be read, and are missing
 * @param prints identifies the keys of each stripe and the changes before them, or empty
 * if unknown
 * @since 0.1.0
 */
public record FinishedLoad(long generation, long entries, Instant finishedAt, long badRows, String prints) {

	/**
	 * Create a load whose rows could all be read, without prints.
	 * @param generation number of the load
	 * @param entries how many entries the source had
	 * @param finishedAt when the load was completed
	 */
	public FinishedLoad(long generation, long entries, Instant finishedAt) {
		this(generation, entries, finishedAt, 0, "");
	}

}
