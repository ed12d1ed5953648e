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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Right of one pod to load a whole cache for all pods. It expires if the pod gives no
 * sign of life. Thread-safe. No method throws because of the state of the server; each
 * may block up to the command timeout.
 *
 * @since 0.1.0
 */
public interface LoadLease {

	/**
	 * Return the progress of the pod that led this load before and did not finish it.
	 * @return its parts, or an empty list if this load starts from the beginning
	 */
	List<Part> parts();

	/**
	 * Give a sign of life.
	 * @return whether this pod still leads
	 */
	Standing keep();

	/**
	 * Save the progress of the load, which is a sign of life too. What is saved must be
	 * in the shared tier, because a pod that takes over continues from there.
	 * @param parts all parts, even those without progress, because the server may have
	 * forgotten earlier reports; empty if the load has none
	 * @param entries how many entries all parts have together
	 * @return whether this pod still leads; if not, nothing was saved
	 */
	Standing save(List<Part> parts, long entries);

	/**
	 * Report that everything is loaded, and release the lease.
	 * @param entries how many entries the source had
	 * @param doubtful whether there is reason to believe that the source should have had
	 * more; other pods then follow the load, but later loads are not compared with it
	 * @return whether this pod still led; if not, nothing was recorded
	 */
	default Standing finish(long entries, boolean doubtful) {
		return finish(entries, 0, doubtful, "");
	}

	/**
	 * Report that everything readable is loaded, and release the lease.
	 * @param entries how many entries the source had
	 * @param badRows how many rows could not be read
	 * @param doubtful whether there is reason to believe that the source should have had
	 * more
	 * @param prints identifies the keys of each stripe and the changes before them, or
	 * empty if unknown; of letters, digits, dots, hyphens and underscores
	 * @return whether this pod still led; if not, nothing was recorded
	 */
	Standing finish(long entries, long badRows, boolean doubtful, String prints);

	/**
	 * Release the lease before everything is loaded, so that another pod continues at
	 * once.
	 */
	void release();

	/**
	 * Standing of a pod in a load.
	 */
	enum Standing {

		/**
		 * The pod leads.
		 */
		LEADS,

		/**
		 * The pod no longer leads: it gave no sign of life for too long.
		 */
		LOST,

		/**
		 * The server does not answer.
		 */
		UNKNOWN

	}

	/**
	 * Progress of one part of the load of a whole cache. Only the source understands the
	 * texts of bounds and positions.
	 *
	 * @param from where the part begins, or {@code null} for the very beginning
	 * @param to where the part ends, or {@code null} for the very end
	 * @param position up to where the part is in the shared tier, or {@code null} for
	 * nothing yet
	 * @param entries how many entries that is
	 * @param done whether the whole part is done
	 * @param badRows how many rows up to there could not be read, and are missing
	 */
	record Part(@Nullable String from, @Nullable String to, @Nullable String position, long entries, boolean done,
			long badRows) {

		/**
		 * Create a part whose rows could all be read.
		 * @param from where the part begins, or {@code null}
		 * @param to where the part ends, or {@code null}
		 * @param position up to where the part is in the shared tier, or {@code null}
		 * @param entries how many entries that is
		 * @param done whether the whole part is done
		 */
		public Part(@Nullable String from, @Nullable String to, @Nullable String position, long entries, boolean done) {
			this(from, to, position, entries, done, 0);
		}

	}

}
