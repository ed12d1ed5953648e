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

package io.github.warmcache.tier;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Coordination of the pods that load one whole cache, through the server of the shared
 * tier. Thread-safe. No method throws because of the state of the server; each may block
 * up to the command timeout.
 *
 * @since 0.1.0
 */
public interface FleetLoads {

	/**
	 * Return the last load of the whole cache that any pod completed.
	 * @return the load, or {@code null} if there was none, if it was forgotten, or if the
	 * server does not answer
	 */
	@Nullable FinishedLoad lastFinished();

	/**
	 * Offer to load the whole cache for all pods.
	 * @param replacing generation of the last load that is not good enough, or 0 if any
	 * load is good enough
	 * @param leaseDuration how long after its last sign of life a loading pod is replaced
	 * by another one, at least a millisecond
	 * @return who loads, or has loaded
	 */
	default Bid bid(long replacing, Duration leaseDuration) {
		return new Bid.Unavailable();
	}

	/**
	 * Reserve entries from the rate at which all pods together may read the source.
	 * @param entries how many entries, positive
	 * @param perSecond how many entries all pods together may read per second, positive
	 * @return how long to wait before reading them, zero if the server does not answer
	 */
	default Duration reserve(int entries, double perSecond) {
		return Duration.ZERO;
	}

	/**
	 * Return the position of the cache on each stripe. If two positions are equal, no
	 * change of the cache was counted in between.
	 * @return a text for each stripe, in the order of their numbers, or an empty list if
	 * the server does not answer
	 */
	default List<String> positions() {
		return List.of();
	}

	/**
	 * Return a number that stands for a key, the same in every pod. Sums of these numbers
	 * distinguish sets of keys.
	 * @param key the key
	 * @return the number
	 * @throws IllegalArgumentException if the key has no text by which other pods could
	 * identify it
	 */
	default long print(Object key) {
		throw new IllegalArgumentException("Pods do not tell each other of keys");
	}

	/**
	 * Outcome of the offer to load a whole cache for all pods.
	 */
	sealed interface Bid {

		/**
		 * This pod loads.
		 *
		 * @param lease keeps other pods from loading; must be released or finished
		 */
		record Leads(LoadLease lease) implements Bid {
		}

		/**
		 * Another pod loads.
		 *
		 * @param entries how many entries it and its predecessors have loaded so far
		 */
		record Follows(long entries) implements Bid {
		}

		/**
		 * A pod has finished loading.
		 *
		 * @param load the load
		 * @param age how long ago the load was completed, by the clock of the server
		 */
		record Finished(FinishedLoad load, Duration age) implements Bid {
		}

		/**
		 * The server does not answer, so it is unknown who loads.
		 */
		record Unavailable() implements Bid {
		}

	}

}
