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

package io.github.warmcache.warmup;

import java.util.concurrent.Callable;

import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.ChunkedSource;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.tier.LoadPart;
import org.jspecify.annotations.Nullable;

/**
 * Load of one part of a source, chunk by chunk from where it stands.
 */
final class PartLoad implements Callable<@Nullable Void> {

	private final SourceLoad load;

	private final ChunkedSource<Object, Object> source;

	private final int number;

	private LoadPart part;

	PartLoad(SourceLoad load, ChunkedSource<Object, Object> source, int number, LoadPart part) {
		this.load = load;
		this.source = source;
		this.number = number;
		this.part = part;
	}

	@Override
	public @Nullable Void call() throws Exception {
		for (int i = 0; !this.part.done(); i++) {
			this.load.throwIfStopped();
			loadChunk(this.source.chunkSize(i), i == 0);
		}
		return null;
	}

	private void loadChunk(int limit, boolean first) throws Exception {
		KeyRange range = new KeyRange(this.part.from(), this.part.to());
		// A source that cannot be read in chunks after all hands over everything at
		// first.
		SeenKeys seen = first ? SeenKeys.unordered() : SeenKeys.ordered();
		Chunk chunk;
		// Marks from before the query: what it reads may be old by the time it lands.
		FillPart fill = this.load.open();
		try (fill) {
			chunk = this.load.read(fill, this.number, seen,
					(sink) -> this.source.stream(range, this.part.position(), limit, sink));
		}
		if (fill.isSharedTierLost()) {
			this.load.sharedTierLost();
		}
		this.load.reload(fill.refused());
		String position = (chunk.last() != null) ? chunk.last() : this.part.position();
		long entries = chunk.entries() - fill.repeated();
		this.part = new LoadPart(this.part.from(), this.part.to(), position, this.part.entries() + entries, chunk.end(),
				this.part.badRows() + fill.bad());
		this.load.landed(this.number, this.part, entries);
	}

}
