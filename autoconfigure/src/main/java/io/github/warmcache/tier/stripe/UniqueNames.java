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

package io.github.warmcache.tier.stripe;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Generator of names that no pod generates twice. As thread-safe as its random generator.
 */
public final class UniqueNames {

	private final InstantSource clock;

	private final RandomGenerator random;

	public UniqueNames(InstantSource clock, RandomGenerator random) {
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Return a name that is in use for as long as a lease.
	 */
	public String token() {
		return Long.toString(this.random.nextLong(), Character.MAX_RADIX);
	}

	/**
	 * Return a name that may be in use for years.
	 */
	public String epoch() {
		return Long.toString(this.clock.millis(), Character.MAX_RADIX) + "." + token();
	}

}
