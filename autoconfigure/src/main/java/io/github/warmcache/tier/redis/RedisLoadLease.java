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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Script;
import io.github.warmcache.redis.ScriptCall;
import io.github.warmcache.tier.LoadLease;
import org.jspecify.annotations.Nullable;

/**
 * Lease on the load of one whole cache in Redis.
 */
final class RedisLoadLease implements LoadLease {

	/**
	 * Minimum time for which another pod can continue where this one stopped.
	 */
	private static final Duration PROGRESS_KEPT = Duration.ofMinutes(5);

	private static final Duration REMEMBERED = Duration.ofDays(7);

	private static final String ENTRIES = "entries";

	private static final String DONE = "done";

	private static final String BAD = "bad";

	private final RedisFleetLoads loads;

	private final String token;

	private final Duration duration;

	private final List<Part> parts;

	/**
	 * Create a lease.
	 * @param loads the loads of the cache
	 * @param token the value of the lease
	 * @param duration how long the lease lives without a sign of life
	 * @param progress saved progress of the previous pod
	 */
	RedisLoadLease(RedisFleetLoads loads, String token, Duration duration, Map<String, String> progress) {
		this.loads = loads;
		this.token = token;
		this.duration = duration;
		this.parts = read(progress);
	}

	private static List<Part> read(Map<String, String> progress) {
		List<Part> parts = new ArrayList<>();
		try {
			for (int i = 0;; i++) {
				String entries = progress.get(i + ENTRIES);
				if (entries == null) {
					return List.copyOf(parts);
				}
				parts.add(new Part(progress.get(i + "from"), progress.get(i + "to"), progress.get(i + "position"),
						Long.parseLong(entries), "1".equals(progress.get(i + DONE)),
						Long.parseLong(progress.getOrDefault(i + BAD, "0"))));
			}
		}
		catch (NumberFormatException ex) {
			// Not written by this library.
			return List.of();
		}
	}

	@Override
	public List<Part> parts() {
		return this.parts;
	}

	@Override
	public Standing keep() {
		return run(sign());
	}

	@Override
	public Standing save(List<Part> all, long entries) {
		ScriptCall call = sign().argument(ENTRIES).argument(entries);
		for (int number = 0; number < all.size(); number++) {
			Part part = all.get(number);
			field(call, number + "from", part.from());
			field(call, number + "to", part.to());
			field(call, number + "position", part.position());
			field(call, number + ENTRIES, Long.toString(part.entries()));
			field(call, number + DONE, part.done() ? "1" : "0");
			if (part.badRows() > 0) {
				field(call, number + BAD, Long.toString(part.badRows()));
			}
		}
		return run(call);
	}

	private static void field(ScriptCall call, String name, @Nullable String value) {
		if (value != null) {
			call.argument(name).argument(value);
		}
	}

	private ScriptCall sign() {
		return this.loads.onLoad(Script.LOAD_SAVE)
			.argument(this.token)
			.argument(this.duration.toMillis())
			.argument(Math.max(PROGRESS_KEPT.toMillis(), 2 * this.duration.toMillis()));
	}

	@Override
	public Standing finish(long entries, long badRows, boolean doubtful, String prints) {
		return run(this.loads.finish()
			.argument(this.token)
			.argument(entries)
			.argument(REMEMBERED.toMillis())
			.argument(doubtful ? 1 : 0)
			.argument(badRows)
			.argument(prints));
	}

	private Standing run(ScriptCall call) {
		try {
			return (this.loads.runner().run(call).number(0) == 1) ? Standing.LEADS : Standing.LOST;
		}
		catch (RedisUnavailableException ex) {
			return Standing.UNKNOWN;
		}
	}

	@Override
	public void release() {
		if (Thread.currentThread().isInterrupted()) {
			// An interrupted thread cannot wait for the answer.
			abandon();
			return;
		}
		run(this.loads.release().argument(this.token));
	}

	/**
	 * Release the lease, if there is one, without waiting for the outcome.
	 */
	void abandon() {
		this.loads.runner().send(this.loads.release().argument(this.token));
	}

}
