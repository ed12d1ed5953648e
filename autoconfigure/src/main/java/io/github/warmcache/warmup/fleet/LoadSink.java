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

package io.github.warmcache.warmup.fleet;

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.warmup.fill.FillBatch;
import io.github.warmcache.warmup.fill.SeenKeys;
import org.jspecify.annotations.Nullable;

/**
 * Sink for the entries of one part of a load.
 */
final class LoadSink implements EntrySink<Object, Object> {

	private final SourceLoad load;

	private final FillBatch part;

	private final int number;

	private final SeenKeys seen;

	private final boolean whole;

	/**
	 * Create a sink.
	 * @param load the load
	 * @param part stores the entries
	 * @param number number of the part
	 * @param seen knows the keys that came before
	 * @param whole whether the part is the whole source, read at once
	 */
	LoadSink(SourceLoad load, FillBatch part, int number, SeenKeys seen, boolean whole) {
		this.load = load;
		this.part = part;
		this.number = number;
		this.seen = seen;
		this.whole = whole;
	}

	@Override
	public void accept(Object key, Object value) {
		this.load.gotOn();
		if (this.seen.isRepeated(key)) {
			this.load.stream().report().rows().repeated();
			this.part.acceptRepeated(key, value);
			return;
		}
		this.part.accept(key, value);
		if (this.whole) {
			this.load.counted();
		}
	}

	@Override
	public void unreadable(@Nullable Object key, UnreadableEntryException problem) {
		this.load.gotOn();
		this.part.unreadable();
		this.load.stream().unreadable(key, problem);
	}

	@Override
	public void onCancel(Runnable action) {
		this.load.onCancel(this.number, action);
	}

}
