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

package io.github.warmcache.warmup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.warmcache.source.CacheSource;

/**
 * Loads keys again whose values a change kept out.
 *
 * @param load what they are missing in
 * @param source has their values
 */
record Reload(SourceLoad load, CacheSource<Object, Object> source) {

	/**
	 * How often it is tried: the next change may keep them out again.
	 */
	private static final int MOST_ROUNDS = 8;

	private static final int MOST_AT_ONCE = 500;

	/**
	 * How many calls of the source are made to load a few keys. The fewer keys a call
	 * has, the sooner it is over, and the fewer changes come in between.
	 */
	private static final int CALLS = 20;

	void run(Collection<Object> refused) throws Exception {
		List<Object> open = List.copyOf(refused);
		for (int round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
			List<Object> again = new ArrayList<>();
			int atOnce = Math.min(MOST_AT_ONCE, 1 + open.size() / CALLS);
			for (int from = 0; from < open.size(); from += atOnce) {
				List<Object> keys = open.subList(from, Math.min(open.size(), from + atOnce));
				FillPart part = this.load.open();
				try (part) {
					KeyLoads.load(this.source, keys, this.load.stream())
						.forEach((key, value) -> part.acceptAgain(key, value, null));
				}
				again.addAll(part.refused());
				this.load.gotOn();
			}
			open = again;
		}
	}

}
