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

/**
 * Outcome of the offer to load a whole cache for all pods.
 *
 * @since 0.1.0
 */
public sealed interface LoadBid {

	/**
	 * This pod loads.
	 *
	 * @param lease keeps other pods from loading; must be released or finished
	 */
	record Leads(LoadLease lease) implements LoadBid {
	}

	/**
	 * Another pod loads.
	 *
	 * @param entries how many entries it and its predecessors have loaded so far
	 */
	record Follows(long entries) implements LoadBid {
	}

	/**
	 * A pod has finished loading.
	 *
	 * @param load the load
	 * @param age how long ago the load was completed, by the clock of the server
	 */
	record Finished(FinishedLoad load, Duration age) implements LoadBid {
	}

	/**
	 * The server does not answer, so it is unknown who loads.
	 */
	record Unavailable() implements LoadBid {
	}

}
