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

package io.github.warmcache.tier.redis;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Schemas under which other releases keep values of a cache, at most 16. A change that
 * this release makes must reach those values too. Thread-safe.
 */
final class KnownSchemas {

	private static final Pattern ID = Pattern.compile("[a-z2-7]{10}");

	private static final int MOST = 16;

	private final String own;

	private volatile Set<String> others = Set.of();

	KnownSchemas(String own) {
		this.own = own;
	}

	/**
	 * Return the known schemas of other releases.
	 */
	Set<String> others() {
		return this.others;
	}

	/**
	 * Learn schemas.
	 * @param listed their ids, separated by commas
	 * @return whether one of them was unknown
	 */
	boolean learn(String listed) {
		if (listed.equals(this.own)) {
			return false;
		}
		Set<String> known = this.others;
		Set<String> all = new TreeSet<>(known);
		for (String id : listed.split(",", -1)) {
			if (ID.matcher(id).matches() && !id.equals(this.own) && all.size() < MOST) {
				all.add(id);
			}
		}
		if (all.size() == known.size()) {
			return false;
		}
		this.others = Set.copyOf(all);
		return true;
	}

}
