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

/**
 * Right of one pod to load a whole cache for all pods. It ends by itself when the pod
 * gives no sign of life. Thread-safe. No method throws because of the state of the
 * server; each may block up to the command timeout.
 *
 * @since 0.1.0
 */
public interface LoadLease {

	/**
	 * Return how far the pod was that led the load before and did not finish it.
	 * @return its parts, or an empty list if this load begins anew
	 */
	List<LoadPart> parts();

	/**
	 * Give a sign of life.
	 * @return whether this pod still leads
	 */
	Standing keep();

	/**
	 * Say how far the load is, which is a sign of life too. What is saved is in the
	 * shared tier: a pod that takes over goes on from there.
	 * @param parts all parts, whether they got on or not: the server may have forgotten
	 * what it was told before; empty if the load has none
	 * @param entries how many entries all parts have together
	 * @return whether this pod still leads; if not, nothing was saved
	 */
	Standing save(List<LoadPart> parts, long entries);

	/**
	 * Say that all is loaded, and give the lease back.
	 * @param entries how many entries the source had
	 * @param doubtful whether there is reason to believe that the source should have had
	 * more; the load is then followed, and not what later ones are measured by
	 * @return whether this pod still led; if not, nothing was said
	 */
	default Standing finish(long entries, boolean doubtful) {
		return finish(entries, 0, doubtful, "");
	}

	/**
	 * Say that all is loaded that could be read, and give the lease back.
	 * @param entries how many entries the source had
	 * @param badRows how many rows could not be read
	 * @param doubtful whether there is reason to believe that the source should have had
	 * more
	 * @param prints what tells the keys of each stripe and the changes before them, or
	 * empty if that is not known; of letters, digits, dots, hyphens and underscores
	 * @return whether this pod still led; if not, nothing was said
	 */
	Standing finish(long entries, long badRows, boolean doubtful, String prints);

	/**
	 * Give the lease back before all is loaded, so that another pod goes on at once.
	 */
	void release();

	/**
	 * Whether a pod leads a load.
	 */
	enum Standing {

		/**
		 * It does.
		 */
		LEADS,

		/**
		 * It does not any more: it gave no sign of life for too long.
		 */
		LOST,

		/**
		 * The server does not answer.
		 */
		UNKNOWN

	}

}
