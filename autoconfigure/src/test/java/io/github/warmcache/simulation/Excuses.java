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

import java.util.EnumMap;
import java.util.Map;

/**
 * Why a pod may serve what others have changed, and until when: each reason ends with the
 * first good check that began after it was over.
 */
final class Excuses {

	private final Fleet fleet;

	private final Map<Reason, Long> over = new EnumMap<>(Reason.class);

	private long checkBegan;

	private long unawareSince = -1;

	Excuses(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Be excused from now on.
	 */
	void begin(Reason reason) {
		this.over.put(reason, Long.MAX_VALUE);
		if (reason == Reason.REDIS_FORGOT) {
			this.unawareSince = this.fleet.timeline().steps();
		}
	}

	/**
	 * Be excused until the next good check.
	 */
	void end(Reason reason) {
		this.over.computeIfPresent(reason, (same, before) -> this.fleet.timeline().steps());
	}

	void checkBegins() {
		this.checkBegan = this.fleet.timeline().steps();
	}

	void checkEnds(boolean good) {
		if (!good) {
			this.over.put(Reason.CHECK_FAILED, this.fleet.timeline().steps());
			return;
		}
		this.over.values().removeIf((end) -> end <= this.checkBegan);
		if (this.unawareSince >= 0 && this.unawareSince <= this.checkBegan) {
			this.unawareSince = -1;
			this.fleet.forgetLossIfKnown();
		}
	}

	boolean any() {
		return !this.over.isEmpty();
	}

	boolean has(Reason reason) {
		return this.over.containsKey(reason);
	}

	/**
	 * Return whether this pod has not compared itself with Redis since that forgot
	 * something.
	 */
	boolean isUnawareOfLoss() {
		return this.unawareSince >= 0;
	}

	@Override
	public String toString() {
		return this.over.keySet().toString();
	}

	/**
	 * Why a pod is excused.
	 */
	enum Reason {

		/**
		 * It does not reach Redis.
		 */
		LINK_CUT,

		/**
		 * Nobody reaches Redis.
		 */
		REDIS_AWAY,

		/**
		 * It stands still.
		 */
		FROZEN,

		/**
		 * A check of it had no answer.
		 */
		CHECK_FAILED,

		/**
		 * Redis lost data, and not all pods have compared themselves with it since.
		 */
		REDIS_FORGOT,

		/**
		 * It has not made its first check.
		 */
		JOINING

	}

}
