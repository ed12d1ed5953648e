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

import java.time.Duration;
import java.util.function.BiConsumer;

import io.github.warmcache.simulation.redis.WeakScript;
import io.github.warmcache.testsupport.Guard;
import org.jspecify.annotations.Nullable;

/**
 * Fault that the simulated fleet has to show within some seeds.
 */
enum PlantedFault {

	NO_FENCE(50, () -> Guard.disabled(Guard.type("cache.Fence"), "holds", true)),

	NO_SECOND_LOCAL_CHANGE(2000, () -> Guard.replaced(Guard.type("cache.Changes"), "tell", (call) -> {
		call.arguments()[3] = (BiConsumer<Object, Object>) (result, outcome) -> {
		};
		return call.proceed();
	})),

	DROPS_OF_STRIPES_IGNORED(2000, () -> Guard.disabled(Guard.type("cache.LocalEntry"), "isInvalidated", false)),

	FLIGHTS_NOT_DETACHED(2000, () -> Guard.disabled(Guard.type("cache.Flights"), "detach", null)),

	FILLS_IN_ANY_TRANSACTION(2000, () -> Guard.disabled(Guard.type("cache.FillRule"), "permits", true)),

	CHANGES_BEFORE_THE_COMMIT(2000, () -> Guard.disabled(Guard.type("cache.Transactions"), "join", null)),

	CHANGES_OF_A_ROLLBACK(2000,
			() -> Guard.replaced(Guard.type("cache.Transactions$Synchronization"), "afterCompletion", (call) -> {
				call.arguments()[0] = 0;
				return call.proceed();
			})),

	OUTBOX_NOT_RESPECTED(10_000, () -> Guard.disabled(Guard.type("cache.Outbox"), "isPending", false)),

	PUTS_WITHOUT_A_BEGINNING(500, () -> Guard.disabled(Guard.type("cache.Puts"), "mark", null)),

	NO_FLOOR_IN_PODS(10_000, () -> {
		Guard refuses = Guard.disabled(Guard.type("cache.VersionFloors"), "refuses", false);
		Guard older = Guard.disabled(Guard.type("cache.VersionFloors"), "isOlder", false);
		return () -> {
			refuses.close();
			older.close();
		};
	}),

	NO_FLOOR_IN_REDIS(2000, () -> WeakScript.of("update", "local late = isLate(", "local late = false and isLate(")),

	LATE_PUT_NOT_AN_INVALIDATION(2000, () -> WeakScript.of("update", "late and 3 or 1", "1")),

	FILL_WITHOUT_LEASE(2000,
			() -> WeakScript.of("fill", "if held ~= lease and (held or not unchanged) then", "if false then")),

	FILL_WITHOUT_SEQUENCE(2000, () -> WeakScript.of("fill", "elseif not unchanged then", "elseif false then")),

	BATCH_WITHOUT_SEQUENCE(2000,
			() -> WeakScript.of("fillmany", "if meta[1] ~= args[2] or (meta[2] or '0') ~= args[3] then",
					"if false then")),

	CLEAR_WITHOUT_EPOCH(2000,
			() -> WeakScript.of("clear", "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ARGV[6], seq)",
					"redis.call('HSET', KEYS[1], ARGV[1], epoch or ARGV[2], ARGV[6], seq)",
					"if type(redis.pcall('HDEL'",
					"local epoch = redis.call('HGET', KEYS[1], ARGV[1])\nif type(redis.pcall('HDEL'")),

	NO_LEASE(2000, () -> WeakScript.of("read", "return {'B', '', epoch, seq}", "return {'L', 'A', epoch, seq}")),

	MESSAGES_IGNORED(500, () -> Guard.disabled(Guard.type("cache.LocalCopies"), "drop", null)),

	MESSAGE_TRUSTED_WITHOUT_ITS_PREDECESSOR(10_000,
			() -> Guard.disabled(Guard.type("invalidation.StripeChain"), "follows", true)),

	GAPS_IGNORED(2000, () -> Guard.disabled(Guard.type("invalidation.StripeChain"), "gap", null)),

	CHECKS_COMPARE_NOTHING(2000, () -> Guard.disabled(Guard.type("invalidation.StripeChain"), "compare", null)),

	LOSS_OF_REDIS_NOT_NOTICED(10_000,
			() -> WeakScript.of("baseline", "if seq and (seq > known", "if true or seq and (seq > known")),

	NO_JOURNAL(2000, () -> Guard.disabled(Guard.type("tier.redis.PendingInvalidations"), "add", null)),

	JOURNAL_NOT_TOLD(2000, () -> Guard.disabled(Guard.type("tier.redis.RedisSharedTierFactory"), "tellPending", true)),

	READS_DO_NOT_WAIT_FOR_THE_JOURNAL(10_000,
			() -> Guard.disabled(Guard.type("tier.redis.RedisChanges"), "settle", true)),

	FILLS_DO_NOT_WAIT_FOR_THE_JOURNAL(10_000,
			() -> Guard.disabled(Guard.type("tier.redis.RedisChanges"), "isPending", false)),

	ABSENCES_NOT_TOLD_OF_CHANGES(2000, () -> Guard.disabled(Guard.type("cache.Absences"), "changed", null)),

	ABSENCES_OF_ALL_KEYS(2000, () -> Guard.disabled(Guard.type("cache.AbsenceClaim"), "covers", true)),

	NOTHING_EXPIRES_IN_PODS(2000, () -> Guard.disabled(Guard.type("cache.LocalEntry"), "isExpired", false)),

	REMAINING_TIME_IGNORED(10_000, () -> Guard.replaced(Guard.type("cache.LocalTier"), "fill", (call) -> {
		if (call.arguments().length == 4) {
			call.arguments()[2] = Duration.ofDays(1);
		}
		return call.proceed();
	})),

	STALE_AFTER_AN_INVALIDATION(10_000, () -> Guard.disabled(Guard.type("cache.LocalEntry"), "isWithin", true));

	private final int seeds;

	private final Plant plant;

	PlantedFault(int seeds, Plant plant) {
		this.seeds = seeds;
		this.plant = plant;
	}

	/**
	 * Return within how many seeds it has to be found.
	 */
	int seeds() {
		return this.seeds;
	}

	AutoCloseable plant() {
		return this.plant.plant();
	}

	/**
	 * Plants a fault.
	 */
	@FunctionalInterface
	private interface Plant {

		@Nullable AutoCloseable plant();

	}

}
