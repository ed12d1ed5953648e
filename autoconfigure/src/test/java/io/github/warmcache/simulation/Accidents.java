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

/**
 * Lets things go wrong, and come right after a while.
 */
final class Accidents {

	private final Fleet fleet;

	private final Lives lives;

	private final RedisAccidents redis;

	Accidents(Fleet fleet) {
		this.fleet = fleet;
		this.lives = new Lives(fleet);
		this.redis = new RedisAccidents(fleet);
	}

	void happen(Stream choices) {
		List<Trouble> possible = new ArrayList<>(this.fleet.settings().troubles());
		possible.remove(Trouble.CALLS_FAIL);
		possible.remove(Trouble.MESSAGES_FAIL);
		if (!possible.isEmpty()) {
			happen(possible.get(choices.below(possible.size())), choices);
		}
	}

	private void happen(Trouble trouble, Stream choices) {
		this.fleet.coverage().count("trouble: " + trouble);
		switch (trouble) {
			case LINK_CUT -> cutLink(this.fleet.pod(choices), Pace.spell(choices));
			case CHANNEL_CUT -> cutChannel(this.fleet.pod(choices), Pace.spell(choices));
			case POD_FREEZES -> freeze(this.fleet.pod(choices), Pace.spell(choices));
			case POD_DIES -> this.lives.die(this.fleet.pod(choices));
			case POD_JOINS -> this.lives.join(choices);
			case POD_RESTARTS -> this.lives.restart(this.fleet.pod(choices), choices);
			case REDIS_FLUSHED -> this.redis.flush();
			case REDIS_RESTARTS -> this.redis.restart(choices.flip(50));
			case REDIS_ROLLED_BACK -> this.redis.rollBack();
			case REDIS_PROMOTED -> this.redis.failOver(choices);
			case REPLICA_IS_READ -> readReplica(this.fleet.pod(choices), choices);
			case KEY_EVICTED -> this.redis.evict(choices);
			case REDIS_FULL -> this.redis.fill(Pace.spell(choices));
			case DATABASE_FAILS -> failDatabase(Pace.spell(choices));
			case CLOCK_JUMPS -> skew(this.fleet.pod(choices), choices);
			default -> throw new IllegalStateException(trouble + " does not happen at one time");
		}
	}

	private void tell(SimulatedPod pod, String what) {
		this.fleet.story().tell(pod, () -> what);
	}

	private void cutLink(SimulatedPod pod, long spell) {
		tell(pod, "is cut off from Redis for " + spell / Pace.MILLI + " ms");
		boolean channelToo = spell >= Pace.SECOND;
		pod.link().cut(true);
		if (channelToo) {
			pod.channel().cut(true);
		}
		pod.excuses().begin(Excuses.Reason.LINK_CUT);
		this.fleet.timeline().later(spell, null, () -> healLink(pod));
	}

	private void healLink(SimulatedPod pod) {
		if (!pod.isDead()) {
			tell(pod, "reaches Redis again");
			pod.link().cut(false);
			pod.channel().cut(false);
			pod.excuses().end(Excuses.Reason.LINK_CUT);
		}
	}

	private void cutChannel(SimulatedPod pod, long spell) {
		tell(pod, "hears nothing for " + spell / Pace.MILLI + " ms");
		pod.channel().cut(true);
		this.fleet.timeline().later(spell, null, () -> {
			tell(pod, "hears again");
			pod.channel().cut(false);
		});
	}

	private void readReplica(SimulatedPod pod, Stream choices) {
		boolean all = choices.flip(30);
		long spell = Pace.spell(choices);
		tell(pod, "reads a replica that gets no changes" + (all ? "" : ", when it reads many keys"));
		pod.link().lead(this.fleet.redis().replica(), all);
		if (all) {
			pod.excuses().begin(Excuses.Reason.LINK_CUT);
		}
		this.fleet.timeline().later(spell, null, () -> healReplica(pod));
	}

	private void healReplica(SimulatedPod pod) {
		boolean read = pod.link().lead(null, false);
		if (read && !pod.isDead()) {
			tell(pod, "reads no replica any more");
			pod.excuses().end(Excuses.Reason.LINK_CUT);
		}
	}

	private void freeze(SimulatedPod pod, long spell) {
		tell(pod, "stands still for " + spell / Pace.MILLI + " ms");
		pod.freeze(this.fleet.timeline().nanos() + spell);
		pod.excuses().begin(Excuses.Reason.FROZEN);
		this.fleet.timeline().later(spell, pod, () -> pod.excuses().end(Excuses.Reason.FROZEN));
	}

	private void failDatabase(long spell) {
		this.fleet.story().tell(null, () -> "the database is down for " + spell / Pace.MILLI + " ms");
		this.fleet.database().down(true);
		this.fleet.timeline().later(spell, null, () -> this.fleet.database().down(false));
	}

	private void skew(SimulatedPod pod, Stream choices) {
		long seconds = new long[] { 0, 1, -1, 30, -30, 4000, -4000 }[choices.below(7)];
		tell(pod, "has a clock that is " + seconds + " s ahead");
		pod.skew(seconds * 1000);
	}

	/**
	 * Put everything right.
	 */
	void end() {
		this.redis.end();
		this.fleet.database().down(false);
		for (SimulatedPod pod : this.fleet.pods()) {
			healReplica(pod);
			healLink(pod);
			pod.excuses().end(Excuses.Reason.FROZEN);
			pod.skew(0);
		}
	}

}
