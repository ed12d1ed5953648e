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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * {@link EntrySink} that keeps what it is given, until it is cancelled.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public class RecordingSink<K, V> implements EntrySink<K, V> {

	private final List<K> keys = new ArrayList<>();

	private final Map<K, V> entries = new LinkedHashMap<>();

	private final int limit;

	private final CountDownLatch registered = new CountDownLatch(1);

	private final List<Object> unreadable = new ArrayList<>();

	private boolean lenient;

	private boolean cancelled;

	private @Nullable Runnable action;

	/**
	 * Create a sink that takes everything.
	 */
	public RecordingSink() {
		this(Integer.MAX_VALUE);
	}

	/**
	 * Create a sink that cancels itself.
	 * @param limit how many entries it takes
	 */
	public RecordingSink(int limit) {
		this.limit = limit;
	}

	@Override
	public void accept(K key, V value) {
		synchronized (this) {
			if (this.cancelled || this.keys.size() == this.limit) {
				throw new CancellationException("enough");
			}
			this.keys.add(key);
			this.entries.put(key, value);
		}
	}

	/**
	 * Leave out what cannot be read from now on.
	 */
	public RecordingSink<K, V> lenient() {
		this.lenient = true;
		return this;
	}

	@Override
	public void unreadable(@Nullable K key, UnreadableEntryException problem) {
		if (!this.lenient) {
			throw problem;
		}
		this.unreadable.add((key != null) ? key : "unknown key");
	}

	/**
	 * Return the keys of what could not be read.
	 */
	public List<Object> unreadable() {
		return this.unreadable;
	}

	@Override
	public void onCancel(Runnable action) {
		boolean late;
		synchronized (this) {
			late = this.cancelled;
			this.action = late ? null : action;
		}
		if (late) {
			action.run();
		}
		this.registered.countDown();
	}

	/**
	 * Cancel the stream, as a warm-up does from another thread.
	 */
	public void cancel() {
		Runnable toRun;
		synchronized (this) {
			this.cancelled = true;
			toRun = this.action;
			this.action = null;
		}
		if (toRun != null) {
			toRun.run();
		}
	}

	/**
	 * Wait until the stream has said how to end it.
	 * @throws InterruptedException if interrupted
	 */
	public void awaitRegistration() throws InterruptedException {
		this.registered.await();
	}

	public synchronized List<K> keys() {
		return List.copyOf(this.keys);
	}

	public synchronized Map<K, V> entries() {
		return Map.copyOf(this.entries);
	}

}
