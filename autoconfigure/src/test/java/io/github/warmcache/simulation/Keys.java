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
import java.util.function.ToIntFunction;

/**
 * The keys that a run uses, of which some share a stripe.
 */
final class Keys {

	static final String NAMESPACE = "sim";

	static final String CACHE = "rows";

	/**
	 * A cache that nobody reads.
	 */
	static final String NEIGHBOUR = "neighbour";

	static final int MOST = 3;

	private Keys() {
	}

	/**
	 * Return a key as people read it.
	 */
	static String name(int key) {
		return String.valueOf((char) ('a' + key));
	}

	/**
	 * Choose keys for a cache.
	 * @param sameStripe whether they share a stripe
	 * @param stripes tells the stripe of a key
	 */
	static List<String> choose(boolean sameStripe, ToIntFunction<Object> stripes) {
		List<String> keys = new ArrayList<>();
		keys.add("a");
		int stripe = stripes.applyAsInt("a");
		for (int i = 0; keys.size() < MOST; i++) {
			String key = Keys.name(keys.size()) + i;
			if ((stripes.applyAsInt(key) == stripe) == sameStripe) {
				keys.add(key);
			}
		}
		return keys;
	}

}
