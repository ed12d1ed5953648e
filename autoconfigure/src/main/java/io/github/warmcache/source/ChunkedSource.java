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
 * Source that can be read in chunks in the order of its keys, so that any pod can
 * continue where another one stopped. Positions and bounds are opaque strings that only
 * the source understands.
 * <p>
 * Each chunk is a read of its own: a later change to a part that was already read is not
 * seen.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface ChunkedSource<K, V> extends CacheSource<K, V> {

	/**
	 * Return whether this source, as configured, can be read in chunks.
	 * @return {@code false} if it can only be streamed
	 */
	boolean isChunked();

	/**
	 * Return the number of entries to request for a chunk.
	 * @param number the number of the chunk within its range, from 0
	 * @return the number of entries, positive
	 */
	int chunkSize(int number);

	/**
	 * Split the keys into ranges.
	 * @param most the maximum number of ranges, positive
	 * @return the ranges, at least one; together they cover all keys
	 * @throws Exception if the source fails
	 */
	List<KeyRange> partitions(int most) throws Exception;

	/**
	 * Pass the next entries of a range to the sink.
	 * @param range the range
	 * @param after the position where the previous chunk ended, or {@code null} for the
	 * first chunk
	 * @param limit the maximum number of entries, positive; a source that discovers only
	 * now that it cannot be read in chunks passes everything, as one chunk that is the
	 * end
	 * @param sink receives the entries
	 * @return the number of entries and the position reached
	 * @throws Exception if the source fails before it has passed all of them
	 */
	Chunk stream(KeyRange range, @Nullable String after, int limit, EntrySink<? super K, ? super V> sink)
			throws Exception;

}
