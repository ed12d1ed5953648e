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

package io.github.warmcache.advice.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatchStatus;

/**
 * Advice on the Redis server, made of what the watch knows.
 */
public final class RedisAdvice implements AdviceProvider {

	/**
	 * Difference from which on clocks count as not synchronized. Those that are differ by
	 * milliseconds, and the time of a call is not part of the difference.
	 */
	static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

	/**
	 * Difference down to which they still do, so that the advice does not come and go.
	 */
	static final Duration CLOCKS_STILL_DIFFER = Duration.ofSeconds(1);

	private final RedisWatch watch;

	/**
	 * What was known last, so that an outage does not end advice only to begin it again.
	 */
	private RedisWatchStatus known;

	private Duration difference = Duration.ZERO;

	private boolean clocksDiffer;

	/**
	 * Create the advice of a watch.
	 * @param watch knows the server
	 */
	public RedisAdvice(RedisWatch watch) {
		this.watch = watch;
		this.known = watch.current();
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.REDIS_MAY_EVICT, KnownAdvice.REDIS_NEAR_LIMIT,
				KnownAdvice.REDIS_CLOCK_DIFFERS);
	}

	@Override
	public List<Advice> advice() {
		List<Advice> advice = new ArrayList<>();
		RedisWatchStatus status = this.watch.current();
		this.known = (status.policy() != null) ? status : this.known;
		if (this.known.mayEvict()) {
			advice.add(KnownAdvice.REDIS_MAY_EVICT.of(null,
					"Redis may evict what caches hold there: maxmemory-policy is %s and maxmemory %d bytes"
						.formatted(this.known.policy(), this.known.maximumMemory()),
					"Set maxmemory-policy to noeviction if nothing may be missing"));
		}
		if (status.state() == RedisWatchState.NEAR_LIMIT) {
			advice.add(KnownAdvice.REDIS_NEAR_LIMIT.of(null, status.reason(),
					"Give Redis more memory, or keep less there with a shorter warmcache.defaults.shared.time-to-live"));
		}
		clocks(advice);
		return advice;
	}

	private void clocks(List<Advice> advice) {
		Duration told = this.watch.clockDifference();
		this.difference = (told != null) ? told : this.difference;
		Duration size = this.difference.abs();
		this.clocksDiffer = size.compareTo(this.clocksDiffer ? CLOCKS_STILL_DIFFER : CLOCKS_DIFFER) >= 0;
		if (this.clocksDiffer) {
			advice.add(KnownAdvice.REDIS_CLOCK_DIFFERS.of(null,
					String.format(Locale.ROOT, "The clock of Redis is %.1f s %s that of this pod",
							size.toMillis() / 1000.0, this.difference.isNegative() ? "behind" : "ahead of"),
					"Synchronize the clocks of the nodes, with chrony for example: versions that are times, the age of "
							+ "snapshots and the times of good loads are compared between pods"));
		}
	}

}
