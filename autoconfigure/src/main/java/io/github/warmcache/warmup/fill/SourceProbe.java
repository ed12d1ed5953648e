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

package io.github.warmcache.warmup.fill;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.warmup.fill.FillException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Probe of the source of a cache that was filled: a load of one of its keys. The entries
 * may have come from elsewhere, and then nobody knows whether this release can read the
 * source.
 */
final class SourceProbe {

	/**
	 * Name of the warmer whose entries are those of this pod's previous container, which
	 * could read the source.
	 */
	static final String SNAPSHOT = "snapshot";

	/**
	 * Maximum number of keys to try. One key that fails by itself must not keep an
	 * application from traffic.
	 */
	private static final int MOST_KEYS = 5;

	/**
	 * Time after which no further key is tried: a source that does not answer fails all
	 * of them as slowly.
	 */
	private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

	private final WarmupStream stream;

	private final CacheSource<Object, Object> source;

	private final WarmupLog log;

	private SourceProbe(WarmupStream stream, CacheSource<Object, Object> source, WarmupLog log) {
		this.stream = stream;
		this.source = source;
		this.log = log;
	}

	/**
	 * Probe the source, and tell the fill if it is away. Does nothing if the cache has no
	 * source or no key, or if the source does not load single keys.
	 * @param stream the fill
	 * @param warmer the name of the warmer that brought the entries
	 * @param log warns if no key can be read
	 * @throws FillException if the source failed, and not because it is away
	 * @throws InterruptedException if interrupted while loading
	 */
	static void run(WarmupStream stream, String warmer, WarmupLog log) throws InterruptedException {
		CacheSource<Object, Object> source = stream.cache().source();
		if (source != null && !warmer.equals(SNAPSHOT)) {
			new SourceProbe(stream, source, log).run();
		}
	}

	private void run() throws InterruptedException {
		Iterator<Object> keys = this.stream.cache()
			.getNativeCache()
			.asMap()
			.keySet()
			.stream()
			// Such a key is of a call without one argument, and mostly not of the source.
			.filter((key) -> !(key instanceof SimpleKey))
			.limit(MOST_KEYS)
			.iterator();
		long began = System.nanoTime();
		Exception failure = null;
		UnreadableEntryException unreadable = null;
		while (keys.hasNext() && System.nanoTime() - began < LONGEST) {
			Exception problem = load(keys.next());
			if (problem == null) {
				return;
			}
			if (problem instanceof UnreadableEntryException entry) {
				unreadable = entry;
			}
			else {
				failure = problem;
			}
		}
		if (unreadable != null) {
			this.log.unreadableKeys(this.stream.cacheName(), unreadable);
		}
		else if (failure != null) {
			FillException problem = new FillException(Reason.SOURCE_FAILED,
					"the entries came, but the source failed for one of their keys", failure);
			if (!PermanentFailures.isAway(failure)) {
				throw problem;
			}
			this.stream.sourceAway(problem);
		}
	}

	/**
	 * Load a key.
	 * @return why that failed, or {@code null} if it did not or nobody will do it
	 */
	private @Nullable Exception load(Object key) throws InterruptedException {
		try {
			this.source.load(key, this.stream::onCancel);
			return null;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (UnsupportedOperationException ex) {
			return null;
		}
		catch (Exception ex) {
			this.stream.throwIfCancelled();
			return ex;
		}
	}

}
