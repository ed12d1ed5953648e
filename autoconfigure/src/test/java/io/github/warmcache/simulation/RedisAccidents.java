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

import io.github.warmcache.simulation.engine.Stream;
import io.github.warmcache.simulation.redis.SimulatedRedis;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with Redis itself.
 */
final class RedisAccidents {

	/**
	 * How long a replica was behind when it took over, in milliseconds.
	 */
	private static final long[] LAGS = { 0, 5, 50, 400, 3000 };

	private final Fleet fleet;

	private SimulatedRedis.@Nullable Dump dump;

	private boolean failing;

	RedisAccidents(Fleet fleet) {
		this.fleet = fleet;
	}

	void flush() {
		tell("loses everything");
		this.fleet.redis().flushAll();
		this.fleet.forgot();
	}

	void restart(boolean keepData) {
		tell("restarts " + (keepData ? "with its data" : "empty"));
		this.fleet.redis().restart(keepData);
		this.fleet.serverChanged();
		if (!keepData) {
			this.fleet.forgot();
		}
	}

	void rollBack() {
		SimulatedRedis.Dump saved = this.dump;
		if (saved == null) {
			tell("saves a dump");
			this.dump = this.fleet.redis().dump();
		}
		else {
			tell("restarts from its dump");
			this.fleet.redis().restore(saved);
			this.fleet.forgot();
			this.dump = null;
		}
	}

	/**
	 * Let the replica fall behind, then Redis fail, and then the replica take over.
	 */
	void failOver(Stream choices) {
		if (this.failing) {
			return;
		}
		this.failing = true;
		long lag = LAGS[choices.below(LAGS.length)] * Pace.MILLI;
		long outage = Pace.spell(choices);
		tell("has a replica that falls behind");
		SimulatedRedis.Dump replica = this.fleet.redis().dump();
		this.fleet.timeline().later(lag, null, () -> {
			fail();
			this.fleet.timeline().later(outage, null, () -> takeOver(replica));
		});
	}

	private void fail() {
		tell("fails");
		this.fleet.redisAway(true);
		for (SimulatedPod pod : this.fleet.pods()) {
			pod.channel().cut(true);
			pod.excuses().begin(Excuses.Reason.REDIS_AWAY);
		}
	}

	private void takeOver(SimulatedRedis.Dump replica) {
		tell("is the replica now");
		this.fleet.redis().restore(replica);
		this.fleet.redisAway(false);
		this.fleet.forgot();
		reachable();
		this.failing = false;
	}

	private void reachable() {
		for (SimulatedPod pod : this.fleet.pods()) {
			pod.channel().cut(false);
			pod.excuses().end(Excuses.Reason.REDIS_AWAY);
		}
	}

	void evict(Stream choices) {
		List<String> keys = new ArrayList<>(this.fleet.redis().keys());
		if (!keys.isEmpty()) {
			String key = keys.get(choices.below(keys.size()));
			tell("evicts " + key);
			this.fleet.redis().delete(key);
			if (key.endsWith(":meta")) {
				this.fleet.forgot();
			}
		}
	}

	void fill(long spell) {
		tell("is full for " + spell / Pace.MILLI + " ms");
		this.fleet.redis().fullOfMemory(true);
		this.fleet.timeline().later(spell, null, () -> {
			tell("has room again");
			this.fleet.redis().fullOfMemory(false);
		});
	}

	/**
	 * Put everything right.
	 */
	void end() {
		this.fleet.redis().fullOfMemory(false);
		if (this.fleet.isRedisAway()) {
			this.fleet.redisAway(false);
			reachable();
		}
	}

	private void tell(String what) {
		this.fleet.story().tell(null, () -> "Redis " + what);
	}

}
