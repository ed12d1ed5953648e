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
 * Source that can be read in chunks in the order of its keys, so that reading it can go
 * on where it ended, in any pod. Positions and bounds are texts that only the source
 * understands.
 * <p>
 * Each chunk is read by itself: what changes meanwhile in a part that was read already is
 * not seen.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface ChunkedSource<K, V> extends CacheSource<K, V> {

	/**
	 * Whether this source can really be read in chunks.
	 * @return {@code false} if it can only be streamed
	 */
	boolean isChunked();

	/**
	 * Return how many entries a chunk should have.
	 * @param number number of the chunk within its range, from 0
	 * @return the number of entries, positive
	 */
	int chunkSize(int number);

	/**
	 * Split all keys into ranges.
	 * @param most how many ranges at most, positive
	 * @return the ranges, at least one; together they are all keys
	 * @throws Exception if the source could not be asked
	 */
	List<KeyRange> partitions(int most) throws Exception;

	/**
	 * Hand the next entries of a range to the sink.
	 * @param range the range
	 * @param after the position where the chunk before ended, or {@code null} at first
	 * @param limit how many entries at most, positive; a source that finds that it cannot
	 * be read in chunks after all hands over everything, as one chunk with an end
	 * @param sink takes the entries
	 * @return how far that was
	 * @throws Exception if the source failed before all of them were handed over
	 */
	Chunk stream(KeyRange range, @Nullable String after, int limit, EntrySink<? super K, ? super V> sink)
			throws Exception;

}
