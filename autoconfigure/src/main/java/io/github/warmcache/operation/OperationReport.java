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

package io.github.warmcache.operation;

import org.jspecify.annotations.Nullable;

/**
 * What became of an operation.
 *
 * @param operation what was asked for
 * @param cache the name of the cache
 * @param dryRun whether it was only asked what would happen
 * @param entries the number of entries of this pod's heap that it concerns
 * @param outcome what became of it
 * @param reach which pods the removal of entries reached, or would reach; {@code null} if
 * nothing was to be removed
 * @since 0.1.0
 */
public record OperationReport(Operation operation, String cache, boolean dryRun, long entries, Outcome outcome,
		@Nullable Reach reach) {

	/**
	 * Operation of an operator.
	 */
	public enum Operation {

		/**
		 * Remove one entry from all tiers of all pods.
		 */
		EVICT,

		/**
		 * Remove all entries of a cache from all tiers of all pods.
		 */
		CLEAR,

		/**
		 * Remove one entry and load it again.
		 */
		RELOAD,

		/**
		 * Fill this pod and Redis again from the source, while the present entries serve.
		 */
		REWARM

	}

	/**
	 * Pods that the removal of entries reached.
	 */
	public enum Reach {

		/**
		 * Redis took it, and all pods receive it.
		 */
		ALL_PODS(Outcome.ALL_PODS),

		/**
		 * This pod only, because the cache does not use Redis.
		 */
		THIS_POD(Outcome.THIS_POD),

		/**
		 * This pod. The others receive it when Redis answers again.
		 */
		QUEUED(Outcome.QUEUED),

		/**
		 * This pod only, because Redis did not take it.
		 */
		FAILED(Outcome.FAILED);

		private final Outcome outcome;

		Reach(Outcome outcome) {
			this.outcome = outcome;
		}

		Outcome outcome() {
			return this.outcome;
		}

	}

	/**
	 * Outcome of an operation.
	 */
	public enum Outcome {

		/**
		 * Redis took the change, and all pods receive it.
		 */
		ALL_PODS,

		/**
		 * The change was made in this pod only, because the cache does not use Redis.
		 */
		THIS_POD,

		/**
		 * The change was made in this pod. The others receive it when Redis answers
		 * again.
		 */
		QUEUED,

		/**
		 * The change was made in this pod only, because Redis did not take it.
		 */
		FAILED,

		/**
		 * The entry was removed, but nothing was loaded: the source has no such key, did
		 * not answer, or does not exist.
		 */
		NOT_LOADED,

		/**
		 * Nothing was changed, because the source did not answer the question that goes
		 * before a clear of all pods.
		 */
		SOURCE_AWAY,

		/**
		 * The re-warm began. The endpoint shows its end.
		 */
		BEGUN,

		/**
		 * A warm-up or re-warm of the cache is under way.
		 */
		UNDER_WAY,

		/**
		 * The cache has no warmers, or this pod is not ready yet or is stopping.
		 */
		NOT_WARMED

	}

}
