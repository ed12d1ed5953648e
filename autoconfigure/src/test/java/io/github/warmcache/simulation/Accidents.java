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
 * Lets things go wrong, and come right after a while.
 */
final class Accidents {

	private static final int MOST_PODS = 5;

	private final Fleet fleet;

	private SimulatedRedis.@Nullable Dump dump;

	Accidents(Fleet fleet) {
		this.fleet = fleet;
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
			case POD_DIES -> die(this.fleet.pod(choices));
			case POD_JOINS -> join();
			case REDIS_FLUSHED -> {
				tell("loses everything");
				this.fleet.redis().flushAll();
				this.fleet.forgot();
			}
			case REDIS_RESTARTS -> restart(choices.flip(50));
			case REDIS_ROLLED_BACK -> rollBack();
			case KEY_EVICTED -> evict(choices);
			case REDIS_FULL -> fill(Pace.spell(choices));
			case DATABASE_FAILS -> failDatabase(Pace.spell(choices));
			case CLOCK_JUMPS -> skew(this.fleet.pod(choices), choices);
			default -> throw new IllegalStateException(trouble + " does not happen at one time");
		}
	}

	private void tell(String what) {
		this.fleet.story().tell(null, () -> "Redis " + what);
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

	private void freeze(SimulatedPod pod, long spell) {
		tell(pod, "stands still for " + spell / Pace.MILLI + " ms");
		pod.freeze(this.fleet.timeline().nanos() + spell);
		pod.excuses().begin(Excuses.Reason.FROZEN);
		this.fleet.timeline().later(spell, pod, () -> pod.excuses().end(Excuses.Reason.FROZEN));
	}

	private void die(SimulatedPod pod) {
		if (this.fleet.pods().size() > 1) {
			tell(pod, "dies");
			this.fleet.kill(pod);
		}
	}

	private void join() {
		if (this.fleet.pods().size() < MOST_PODS) {
			SimulatedPod pod = this.fleet.add();
			tell(pod, "joins");
			pod.check();
		}
	}

	private void restart(boolean keepData) {
		tell("restarts " + (keepData ? "with its data" : "empty"));
		this.fleet.redis().restart(keepData);
		this.fleet.serverChanged();
		if (!keepData) {
			this.fleet.forgot();
		}
	}

	private void rollBack() {
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

	private void evict(Stream choices) {
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

	private void fill(long spell) {
		tell("is full for " + spell / Pace.MILLI + " ms");
		this.fleet.redis().fullOfMemory(true);
		this.fleet.timeline().later(spell, null, () -> {
			tell("has room again");
			this.fleet.redis().fullOfMemory(false);
		});
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
		this.fleet.redis().fullOfMemory(false);
		this.fleet.database().down(false);
		for (SimulatedPod pod : this.fleet.pods()) {
			healLink(pod);
			pod.excuses().end(Excuses.Reason.FROZEN);
			pod.skew(0);
		}
	}

}
