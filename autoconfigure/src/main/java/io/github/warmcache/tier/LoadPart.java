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

import org.jspecify.annotations.Nullable;

/**
 * Progress of one part of the load of a whole cache. Only the source understands the
 * texts of bounds and positions.
 *
 * @param from where the part begins, or {@code null} for the very beginning
 * @param to where the part ends, or {@code null} for the very end
 * @param position up to where the part is in the shared tier, or {@code null} for nothing
 * yet
 * @param entries how many entries that is
 * @param done whether the whole part is done
 * @param badRows how many rows up to there could not be read, and are missing
 * @since 0.1.0
 */
public record LoadPart(@Nullable String from, @Nullable String to, @Nullable String position, long entries,
		boolean done, long badRows) {

	/**
	 * Create a part whose rows could all be read.
	 * @param from where the part begins, or {@code null}
	 * @param to where the part ends, or {@code null}
	 * @param position up to where the part is in the shared tier, or {@code null}
	 * @param entries how many entries that is
	 * @param done whether the whole part is done
	 */
	public LoadPart(@Nullable String from, @Nullable String to, @Nullable String position, long entries, boolean done) {
		this(from, to, position, entries, done, 0);
	}

}
