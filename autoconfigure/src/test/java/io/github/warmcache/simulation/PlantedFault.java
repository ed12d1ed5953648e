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
import java.util.BitSet;
import java.util.Collections;
import java.util.function.BiConsumer;

import io.github.warmcache.simulation.redis.WeakScript;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

/**
 * Fault that the simulated fleet has to show within some seeds.
 */
enum PlantedFault {

	NO_FENCE(1000, () -> Guard.disabled(Guard.type("cache.local.Fence"), "holds", true)),

	NO_SECOND_LOCAL_CHANGE(10_000, () -> Guard.replaced(Guard.type("cache.change.Changes"), "tell", (call) -> {
		call.arguments()[3] = (BiConsumer<Object, Object>) (result, outcome) -> {
		};
		return call.proceed();
	})),

	DROPS_OF_STRIPES_IGNORED(100, () -> Guard.disabled(Guard.type("cache.local.LocalEntry"), "isInvalidated", false)),

	FLIGHTS_NOT_DETACHED(1000, () -> Guard.disabled(Guard.type("cache.flight.Flights"), "detach", null)),

	FILLS_IN_ANY_TRANSACTION(100, () -> Guard.disabled(Guard.type("cache.change.FillRule"), "permits", true)),

	CHANGES_BEFORE_THE_COMMIT(100, () -> Guard.disabled(Guard.type("cache.change.Transactions"), "join", null)),

	CHANGES_OF_A_ROLLBACK(100,
			() -> Guard.replaced(Guard.type("cache.change.Transactions$Synchronization"), "afterCompletion", (call) -> {
				call.arguments()[0] = 0;
				return call.proceed();
			})),

	DEFERRED_CHANGES_NOT_RESPECTED(1000,
			() -> Guard.disabled(Guard.type("cache.change.DeferredChanges"), "isPending", false)),

	PUTS_WITHOUT_A_BEGINNING(50, () -> Guard.disabled(Guard.type("cache.change.Puts"), "mark", null)),

	NO_FLOOR_IN_REDIS(50, () -> WeakScript.of("update", "local late = isLate(", "local late = false and isLate(")),

	LATE_PUT_NOT_AN_INVALIDATION(50, () -> WeakScript.of("update", "late and 3 or 1", "1")),

	FILL_WITHOUT_LEASE(500,
			() -> WeakScript.of("fill", "if held ~= lease and (held or not unchanged) then", "if false then")),

	FILL_WITHOUT_SEQUENCE(1000, () -> WeakScript.of("fill", "elseif not unchanged then", "elseif false then")),

	BATCH_WITHOUT_SEQUENCE(1500,
			() -> WeakScript.of("fill-many", "if meta[1] ~= args[2] or (meta[2] or '0') ~= args[3] then",
					"if false then")),

	CLEAR_WITHOUT_EPOCH(100,
			() -> WeakScript.of("clear", "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ARGV[6], seq",
					"redis.call('HSET', KEYS[1], ARGV[1], epoch or ARGV[2], ARGV[6], seq", "if type(redis.pcall('HDEL'",
					"local epoch = redis.call('HGET', KEYS[1], ARGV[1])\nif type(redis.pcall('HDEL'")),

	NO_LEASE(100, () -> WeakScript.of("read", "return {'B', '', epoch, seq}", "return {'L', 'A', epoch, seq, 0}")),

	MESSAGES_IGNORED(100, () -> Guard.disabled(Guard.type("cache.tiered.LocalCopies"), "drop", null)),

	GAPS_IGNORED(500, () -> Guard.disabled(Guard.type("coherence.StripeChain"), "gap", null)),

	CHECKS_COMPARE_NOTHING(500, () -> Guard.disabled(Guard.type("coherence.StripeChain"), "compare", null)),

	LOSS_OF_REDIS_NOT_NOTICED(4000, () -> WeakScript.of("baseline", "if not isOver and", "if true or not isOver and")),

	NO_JOURNAL(200, () -> Guard.disabled(Guard.type("tier.redis.PendingInvalidations"), "add", null)),

	JOURNAL_NOT_TOLD(200, () -> Guard.disabled(Guard.type("tier.redis.RedisSharedTierFactory"), "tellPending", true)),

	READS_DO_NOT_WAIT_FOR_THE_JOURNAL(6000,
			() -> Guard.disabled(Guard.type("tier.redis.RedisChanges"), "settle", true)),

	ABSENCES_NOT_TOLD_OF_CHANGES(600, () -> Guard.disabled(Guard.type("cache.complete.Absences"), "changed", null)),

	ABSENCES_OF_ALL_KEYS(100, () -> Guard.disabled(Guard.type("cache.complete.AbsenceClaim"), "covers", true)),

	COPIES_TAKEN_FOR_ALL_THERE_IS(12_000,
			() -> Guard.replaced(Guard.type("cache.complete.StripePrints"), "same", (call) -> {
				BitSet all = new BitSet();
				all.set(0, SharedTier.STRIPES);
				return all;
			})),

	NOTHING_EXPIRES_IN_PODS(1000, () -> Guard.disabled(Guard.type("cache.local.LocalEntry"), "isExpired", false)),

	REMAINING_TIME_IGNORED(1000, () -> Guard.replaced(Guard.type("cache.local.LocalTier"), "fill", (call) -> {
		if (call.arguments().length == 4) {
			call.arguments()[2] = Duration.ofDays(1);
		}
		return call.proceed();
	})),

	STALE_AFTER_AN_INVALIDATION(10_000, () -> Guard.disabled(Guard.type("cache.local.LocalEntry"), "isWithin", true)),

	SNAPSHOTS_ALWAYS_TRUSTED(4000,
			() -> Guard.disabled(Guard.type("coherence.StripeChains"), "adopt",
					Collections.nCopies(SharedTier.STRIPES, true))),

	REPLICAS_BELIEVED(4000, () -> Guard.disabled(Guard.type("tier.stripe.StripePositions"), "isBehind", false)),

	UNREADY_AGAIN(10, () -> Guard.disabled(Guard.type("warmup.WarmupState"), "status", WarmupStatus.WARMING));

	private final int seeds;

	@SuppressWarnings("ImmutableEnumChecker")
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
