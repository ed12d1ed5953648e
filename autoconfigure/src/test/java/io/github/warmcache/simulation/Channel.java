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

import java.util.Arrays;

import io.github.warmcache.coherence.SimulatedCoherence;
import io.github.warmcache.simulation.engine.Actor;
import io.github.warmcache.simulation.engine.Stream;

/**
 * What carries the messages of Redis to one pod, in their order unless the run is about
 * that.
 */
final class Channel {

	private static final int LATE = 1;

	private static final int LOST = 2;

	private static final int TWICE = 3;

	private static final int OUT_OF_ORDER = 4;

	private final SimulatedPod pod;

	private final Fleet fleet;

	private boolean cut;

	private boolean subscribed;

	/**
	 * When the last message arrives that is on its way.
	 */
	private long lastArrival;

	private int underWay;

	private int heard;

	/**
	 * Whether messages did not arrive since the last good check, or there was none.
	 */
	/**
	 * How many messages it has not heard, the first one being all before it listened.
	 */
	private int missed = 1;

	/**
	 * Of how many of them it knows by its checks.
	 */
	private int known;

	Channel(SimulatedPod pod, Fleet fleet) {
		this.pod = pod;
		this.fleet = fleet;
	}

	void subscribe() {
		this.subscribed = true;
		acknowledge();
	}

	private void acknowledge() {
		if (!this.cut) {
			this.fleet.timeline().later(0, this.pod, () -> {
				if (!this.cut && !this.pod.isDead()) {
					this.pod.coherence().acknowledge();
				}
			});
		}
	}

	void cut(boolean value) {
		boolean healed = this.cut && !value;
		this.cut = value;
		if (healed && this.subscribed) {
			acknowledge();
		}
	}

	/**
	 * Take a message that was published.
	 */
	void take(byte[] channel, byte[] message) {
		SimulatedCoherence coherence = this.pod.coherence();
		boolean change = Arrays.equals(channel, coherence.changes());
		if (!this.subscribed || this.pod.isDead() || !(change || Arrays.equals(channel, coherence.beats()))) {
			return;
		}
		boolean telling = change && this.fleet.isOfInterest(message);
		if (this.cut) {
			miss(telling);
			tell(telling, message, "cannot hear ");
			return;
		}
		Actor actor = this.fleet.timeline().current();
		if (telling && actor != null) {
			send(channel, message, actor.choices());
		}
		else {
			deliver(channel, message, 0, false, telling);
		}
	}

	private void send(byte[] channel, byte[] message, Stream choices) {
		int failing = this.fleet.settings().has(Trouble.MESSAGES_FAIL) ? 8 : 0;
		int fate = choices.weighted(60, 40, failing, failing, failing);
		long delay = (fate == LATE || fate == OUT_OF_ORDER) ? this.fleet.pace().step(choices) : 0;
		switch (fate) {
			case LOST -> {
				miss(true);
				this.fleet.coverage().count("message lost");
				tell(true, message, "does not hear ");
			}
			case TWICE -> {
				this.fleet.coverage().count("message twice");
				deliver(channel, message, 0, false, true);
				deliver(channel, message, this.fleet.pace().step(choices), true, true);
			}
			case OUT_OF_ORDER -> {
				this.fleet.coverage().count("message out of order");
				deliver(channel, message, delay, true, true);
			}
			default -> deliver(channel, message, delay, false, true);
		}
	}

	private void deliver(byte[] channel, byte[] message, long delay, boolean outOfOrder, boolean telling) {
		long now = this.fleet.timeline().nanos();
		long arrival = outOfOrder ? now + delay : Math.max(now + delay, this.lastArrival);
		if (arrival == now && this.underWay == 0 && !this.pod.isFrozen()) {
			hear(channel, message, telling);
			return;
		}
		this.lastArrival = Math.max(arrival, this.lastArrival);
		this.underWay++;
		this.fleet.timeline().later(arrival - now, this.pod, () -> {
			this.underWay--;
			hear(channel, message, telling);
		});
	}

	private void hear(byte[] channel, byte[] message, boolean telling) {
		if (!this.cut && !this.pod.isDead()) {
			this.heard++;
			tell(telling, message, "hears ");
			this.pod.coherence().hear(channel, message);
		}
		else {
			miss(telling);
		}
	}

	private void tell(boolean telling, byte[] message, String what) {
		if (telling) {
			this.fleet.story().tell(this.pod, () -> what + SimulatedCoherence.text(message));
		}
	}

	/**
	 * Return whether this pod may not know of all changes.
	 */
	boolean hasMissed() {
		return this.missed > this.known || this.underWay > 0;
	}

	private void miss(boolean telling) {
		this.missed += telling ? 1 : 0;
	}

	/**
	 * Return how many messages were not heard.
	 */
	int missed() {
		return this.missed;
	}

	/**
	 * Know of messages that were not heard.
	 * @param before how many there were when the check began
	 */
	void checked(int before) {
		this.known = before;
	}

	/**
	 * Return how many messages were heard.
	 */
	int heard() {
		return this.heard;
	}

}
