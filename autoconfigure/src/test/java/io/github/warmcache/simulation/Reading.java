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

package io.github.warmcache.simulation;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.cache.tiered.CachedCall;
import io.github.warmcache.simulation.engine.Stream;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a key, in one of the ways in which Spring does.
 */
final class Reading {

	private static final Object NOTHING = new Object();

	private final Fleet fleet;

	private final SimulatedPod pod;

	private final int key;

	private final Stream choices;

	private final long began;

	private final int changes;

	private final boolean untold;

	Reading(Fleet fleet, SimulatedPod pod, int key, Stream choices) {
		this.fleet = fleet;
		this.pod = pod;
		this.key = key;
		this.choices = choices;
		this.began = fleet.timeline().nanos();
		this.changes = fleet.loads().changes();
		this.untold = pod.hasUntold();
	}

	void run(Way way) {
		Oracle.Read read = this.fleet.oracle().begin(this.pod, this.key);
		this.fleet.coverage().count("read: " + way);
		Object value;
		try {
			value = read(way);
		}
		catch (Exception ex) {
			failed(ex);
			return;
		}
		this.fleet.story()
			.tell(this.pod, () -> "has read " + Keys.name(this.key) + ": "
					+ ((value != NOTHING) ? Row.text(value) : "nothing known"));
		if (value != NOTHING) {
			this.fleet.oracle().end(read, value);
		}
	}

	private void failed(Exception failure) {
		String name = Failures.expected(failure);
		this.fleet.coverage().count("read fails: " + name);
		this.fleet.story().tell(this.pod, () -> "fails to read " + Keys.name(this.key) + ": " + name);
	}

	private @Nullable Object read(Way way) throws Exception {
		String text = this.fleet.key(this.key);
		Callable<Long> loader = this::load;
		return switch (way) {
			case METHOD -> this.pod.cache().get(text, loader);
			case LOOK -> unwrap(this.pod.cache().get(text));
			case GET_THEN_PUT -> getThenPut(text);
			case RETRIEVE -> retrieve(text);
			case IN_SNAPSHOT -> inSnapshot(text);
		};
	}

	private static @Nullable Object unwrap(@Nullable ValueWrapper wrapper) {
		return (wrapper != null) ? wrapper.get() : NOTHING;
	}

	private @Nullable Object getThenPut(String text) throws Exception {
		Cache view = CachedCall.views(List.of(this.pod.cache())).get(0);
		ValueWrapper found = view.get(text);
		if (found != null) {
			return found.get();
		}
		Long value = this.fleet.load(this.key);
		view.put(text, value);
		return value;
	}

	/**
	 * Load the key, with the task to do so.
	 */
	private @Nullable Long load() throws InterruptedException {
		if (this.untold || this.pod.hasUntold()) {
			// Redis was not to be asked, so that there was no lease to be had.
			return this.fleet.load(this.key);
		}
		Loads.UnderWay load = this.fleet.loads().begin(this.pod, this.key, this.began, this.changes);
		try {
			return this.fleet.load(this.key);
		}
		finally {
			this.fleet.loads().end(load);
		}
	}

	private @Nullable Object inSnapshot(String text) {
		TransactionTemplate transaction = new TransactionTemplate(
				new Transaction(this.fleet, this.pod, this.key, () -> {
				}));
		transaction.setReadOnly(true);
		return transaction.execute((status) -> {
			Long snapshot = this.fleet.database().read(this.key);
			this.fleet.oracle().loaded(this.key, snapshot);
			this.fleet.pause();
			return this.pod.cache().get(text, () -> {
				if (!TransactionSynchronizationManager.isActualTransactionActive()) {
					// Loaded ahead, by a thread that the transaction is none of.
					return load();
				}
				this.fleet.pause();
				this.fleet.oracle().loaded(this.key, snapshot);
				return snapshot;
			});
		});
	}

	private @Nullable Object retrieve(String text) throws Exception {
		CompletableFuture<Long> result = this.pod.cache().retrieve(text, () -> {
			CompletableFuture<Long> body = new CompletableFuture<>();
			this.fleet.timeline().begin(this.pod, this.choices, false, () -> {
				try {
					body.complete(load());
				}
				catch (Exception ex) {
					body.completeExceptionally(ex);
				}
			});
			return body;
		});
		this.fleet.timeline().await(result, Long.MAX_VALUE);
		return result.get();
	}

	/**
	 * How a key is read.
	 */
	enum Way {

		METHOD, GET_THEN_PUT, RETRIEVE, LOOK,

		/**
		 * In a read-only transaction that sees what was committed when it began.
		 */
		IN_SNAPSHOT

	}

}
