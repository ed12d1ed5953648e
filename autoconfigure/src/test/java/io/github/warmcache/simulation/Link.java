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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.warmcache.simulation.engine.Actor;
import io.github.warmcache.simulation.engine.Stream;
import io.github.warmcache.simulation.redis.SimulatedRedis;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * The way of one pod to Redis: calls take time on it, and get lost.
 */
final class Link implements SimulatedRedis.Wire {

	/**
	 * Are sent for all stripes at once.
	 */
	private static final Set<String> MANY = Set.of("beat", "baseline", "clear", "mark", "anchor", "fill-many");

	private static final Set<String> CHANGING = Set.of("invalidate", "update", "put-if-absent", "clear", "baseline",
			"anchor");

	private static final long TIMEOUT = 200 * Pace.MILLI;

	private final SimulatedPod pod;

	private final Fleet fleet;

	/**
	 * What many keys are read by, which has a connection of its own.
	 */
	private static final Set<String> BULK = Set.of("scan", "read-many");

	private boolean cut;

	private @Nullable SimulatedRedis replica;

	private boolean replicaOfAll;

	private @Nullable Actor batchOf;

	private String batch = "";

	private int batched;

	private int breaksAt;

	Link(SimulatedPod pod, Fleet fleet) {
		this.pod = pod;
		this.fleet = fleet;
	}

	void cut(boolean value) {
		this.cut = value;
	}

	/**
	 * Lead to a replica, or with {@code null} to the server again.
	 * @param all whether with all connections, or only with that of many keys
	 * @return whether it led to a replica before
	 */
	boolean lead(@Nullable SimulatedRedis to, boolean all) {
		boolean before = this.replica != null;
		this.replica = to;
		this.replicaOfAll = all;
		return before;
	}

	@Override
	public SimulatedRedis server(String script, SimulatedRedis server) {
		SimulatedRedis to = this.replica;
		return (to != null && (this.replicaOfAll || BULK.contains(script))) ? to : server;
	}

	@Override
	public <T> T exchange(String script, Supplier<T> server) {
		Actor actor = this.fleet.timeline().current();
		if (actor == null) {
			return server.get();
		}
		this.fleet.timeline().pause(0);
		this.fleet.coverage().count("script: " + script);
		if (this.cut || this.fleet.isRedisAway()) {
			if (!MANY.contains(script)) {
				this.fleet.story().tell(this.pod, () -> script + ": no connection");
			}
			throw new RedisConnectionFailureException("There is no connection");
		}
		if (MANY.contains(script) && isPartOfBatch(actor, script)) {
			return told(script, server, false);
		}
		return exchange(actor, script, server);
	}

	private boolean isPartOfBatch(Actor actor, String script) {
		if (actor != this.batchOf || !script.equals(this.batch) || this.batched == SharedTier.STRIPES) {
			this.batchOf = actor;
			this.batch = script;
			this.batched = 0;
			this.breaksAt = actor.choices().flip(30) ? actor.choices().below(SharedTier.STRIPES) : -1;
		}
		return this.batched++ != this.breaksAt;
	}

	private <T> T exchange(Actor actor, String script, Supplier<T> server) {
		Stream choices = actor.choices();
		boolean quick = actor == this.pod.loop();
		int failing = this.fleet.settings().has(Trouble.CALLS_FAIL) ? 5 : 0;
		int fate = choices.weighted(50, 20, 12, 12, failing, failing);
		if (fate == 1 || fate == 3) {
			pause(choices, quick);
		}
		if (fate == 4) {
			throw lost(script, "request");
		}
		T reply = told(script, server, true);
		if (fate == 5) {
			throw lost(script, "reply");
		}
		if (fate == 2 || fate == 3) {
			pause(choices, quick);
		}
		return reply;
	}

	private void pause(Stream choices, boolean quick) {
		this.fleet.timeline().pause(quick ? Pace.quickStep(choices) : this.fleet.pace().step(choices));
	}

	private RedisConnectionFailureException lost(String script, String what) {
		this.fleet.coverage().count("call whose " + what + " got lost");
		this.fleet.story().tell(this.pod, () -> script + ": the " + what + " gets lost");
		this.fleet.timeline().pause(TIMEOUT);
		return new RedisConnectionFailureException("The " + what + " got lost");
	}

	private <T> T told(String script, Supplier<T> server, boolean worthTelling) {
		if (CHANGING.contains(script)) {
			this.fleet.serverChanged();
			this.fleet.loads().changed();
		}
		T reply = server.get();
		if (worthTelling || !MANY.contains(script)) {
			this.fleet.story().tell(this.pod, () -> script + " -> " + text(reply));
		}
		return reply;
	}

	private static String text(@Nullable Object reply) {
		if (reply instanceof List<?> list) {
			return list.stream().map(Link::text).toList().toString();
		}
		return (reply instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
	}

}
