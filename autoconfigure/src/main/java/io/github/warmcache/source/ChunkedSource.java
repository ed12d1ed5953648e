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

package io.github.warmcache.source;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@link CacheSource} that can also be read in chunks in the order of its keys, in ranges
 * side by side, and from any position on.
 * <p>
 * Positions and bounds are opaque texts: only the source understands them, but it does so
 * in any pod that is configured alike. Each chunk is read by itself: entries that are
 * added or removed meanwhile may be in it or not, and one whose key changes may be
 * missed. Keys must be unique as the source compares them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface ChunkedSource<K, V> extends CacheSource<K, V> {

	/**
	 * Return whether this source can really be read in chunks. May block, since the
	 * source may have to be asked once; {@code false} if it cannot be.
	 * @return {@code false} if it can only be streamed as a whole
	 */
	boolean isChunked();

	/**
	 * Return how many entries a chunk should have. Chunks grow, so that a source without
	 * an index on its keys is not read too often, and little is lost when the first ones
	 * fail.
	 * @param number the number of the chunk among those read from a range, from 0
	 * @return the number of entries, positive
	 */
	int chunkSize(int number);

	/**
	 * Split all keys into ranges that can be read side by side. One range is returned
	 * without asking the source.
	 * @param most how many ranges at most, positive
	 * @return the ranges in the order of the keys, at least one; every key, also one that
	 * is added later, is in exactly one of them
	 * @throws UnsupportedOperationException if this source is not chunked
	 * @throws Exception if the source could not be asked
	 */
	List<KeyRange> partitions(int most) throws Exception;

	/**
	 * Hand the next entries of a range to the sink, in the order of their keys.
	 * @param range the range
	 * @param after the position where the chunk before ended, or {@code null} for the
	 * first chunk of the range
	 * @param limit how many entries at most, positive
	 * @param sink takes the entries, as in {@link #stream(EntrySink)}
	 * @return how far the chunk came
	 * @throws UnsupportedOperationException if this source is not chunked
	 * @throws Exception if the source failed before all of them were handed over
	 */
	Chunk stream(KeyRange range, @Nullable String after, int limit, EntrySink<? super K, ? super V> sink)
			throws Exception;

}
