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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.simulation.engine.Stream;
import io.github.warmcache.tier.ChangeOutcome;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes a row and changes the cache, in that order but with anything in between. A put
 * that finds a newer version leaves it to the writer of that one to tell others.
 */
final class Writing {

	private final Fleet fleet;

	private final SimulatedPod pod;

	private final int key;

	private final String text;

	private final Stream choices;

	Writing(Fleet fleet, SimulatedPod pod, int key, Stream choices) {
		this.fleet = fleet;
		this.pod = pod;
		this.key = key;
		this.text = fleet.key(key);
		this.choices = choices;
	}

	void run(boolean deletes) throws Exception {
		Settings settings = this.fleet.settings();
		Change change = settings.mixed() ? Change.values()[this.choices.below(Change.values().length)]
				: settings.change();
		if (settings.transactions() && this.choices.flip(60)) {
			inTransaction(deletes, change);
		}
		else {
			withoutTransaction(deletes, change);
		}
	}

	private void withoutTransaction(boolean deletes, Change change) {
		Cache view = this.fleet.writer().begin(this.pod.cache());
		this.fleet.pause();
		Row row = this.fleet.database().row(this.key);
		CompletableFuture<Void> lock = this.fleet.database().lock(this.key);
		Long value = deletes ? null : (Long) row.nextValue();
		this.fleet.database().commit(this.key, value);
		this.fleet.database().unlock(this.key, lock);
		int index = row.last();
		this.fleet.timeline().pause(Pace.lateness(this.choices));
		Told told = told(change, value, index);
		try (ChangeTrace trace = ChangeTrace.start()) {
			apply(change, view, value);
			if (trace.outcome() != ChangeOutcome.SUPERSEDED) {
				told.run();
			}
		}
	}

	private void inTransaction(boolean deletes, Change change) {
		boolean rollsBack = this.choices.flip(25);
		boolean readsOwn = this.choices.flip(40);
		boolean readsEarly = this.choices.flip(25);
		Long[] written = new Long[1];
		Transaction transaction = new Transaction(this.fleet, this.pod, this.key,
				() -> this.fleet.timeline().pause(Pace.lateness(this.choices)));
		ChangeTrace trace = ChangeTrace.start();
		new TransactionTemplate(transaction).executeWithoutResult((status) -> {
			this.fleet.pause();
			transaction.lock();
			Row row = this.fleet.database().row(this.key);
			written[0] = deletes ? null : (Long) row.nextValue();
			transaction.write(written[0]);
			this.fleet.pause();
			if (readsEarly) {
				readUncommitted(written[0]);
			}
			apply(change, this.pod.cache(), written[0]);
			this.fleet.pause();
			if (readsOwn) {
				readOwn(change, written[0]);
			}
			this.fleet.pause();
			if (rollsBack) {
				status.setRollbackOnly();
			}
		});
		trace.close();
		this.fleet.coverage().count(rollsBack ? "transaction rolled back" : "transaction committed");
		if (!rollsBack) {
			this.fleet.story().tell(this.pod, () -> "has changed " + Keys.name(this.key));
			if (trace.outcome() != ChangeOutcome.SUPERSEDED && (change != Change.PUT_IF_ABSENT || written[0] == null)) {
				this.fleet.oracle().returned(this.pod, this.key, transaction.index());
			}
		}
	}

	/**
	 * Read before the cache is told: what comes back may be anything, but must not be
	 * kept.
	 */
	private void readUncommitted(@Nullable Long written) {
		try {
			this.pod.cache().get(this.text, () -> load(written));
		}
		catch (ValueRetrievalException ex) {
			Failures.expected(ex);
		}
		this.fleet.pause();
	}

	private void readOwn(Change change, @Nullable Long written) {
		Object value;
		try {
			value = this.pod.cache().get(this.text, () -> load(written));
		}
		catch (ValueRetrievalException ex) {
			Failures.expected(ex);
			return;
		}
		if (change != Change.PUT_IF_ABSENT && !Objects.equals(value, written)) {
			throw new Violation(Promise.OWN_TRANSACTION,
					this.pod + " reads " + Row.text(value) + " in the transaction that wrote " + Row.text(written));
		}
	}

	/**
	 * Load the row, which only the transaction's own thread sees as it has written it.
	 */
	private @Nullable Long load(@Nullable Long written) throws InterruptedException {
		boolean within = TransactionSynchronizationManager.isActualTransactionActive();
		this.fleet.pause();
		if (within) {
			return written;
		}
		Long value = this.fleet.database().read(this.key);
		this.fleet.oracle().loaded(this.key, value);
		return value;
	}

	private void apply(Change change, Cache view, @Nullable Long value) {
		this.fleet.coverage().count("change: " + change);
		this.fleet.story()
			.tell(this.pod, () -> "changes " + Keys.name(this.key) + ": " + change + " " + Row.text(value));
		switch (change) {
			case EVICT -> view.evict(this.text);
			case PUT -> {
				if (value != null) {
					this.fleet.oracle().loaded(this.key, value);
					view.put(this.text, value);
				}
				else {
					view.evict(this.text);
				}
			}
			case CLEAR -> view.clear();
			case EVICT_NOW -> view.evictIfPresent(this.text);
			case CLEAR_NOW -> view.invalidate();
			case PUT_IF_ABSENT -> {
				if (value != null) {
					this.fleet.oracle().loaded(this.key, value);
					view.putIfAbsent(this.text, value);
				}
				else {
					view.evict(this.text);
				}
			}
		}
	}

	/**
	 * Change the cache without a write.
	 */
	void changeOnly(Change change) {
		this.fleet.pause();
		Told told = told(change, null, 0);
		apply(change, this.pod.cache(), null);
		told.run();
	}

	/**
	 * Look what everybody has to know when a change that begins now has returned.
	 */
	private Told told(Change change, @Nullable Long value, int index) {
		Database database = this.fleet.database();
		boolean all = change == Change.CLEAR || change == Change.CLEAR_NOW;
		int[] known = new int[database.size()];
		for (int i = 0; i < known.length; i++) {
			known[i] = (all || i == this.key) ? database.row(i).last() : -1;
		}
		if (change == Change.PUT && value != null) {
			known[this.key] = index;
		}
		if (change == Change.PUT_IF_ABSENT && value != null) {
			// Whatever there was stays.
			known[this.key] = -1;
		}
		return () -> {
			this.fleet.story().tell(this.pod, () -> "has changed " + Keys.name(this.key));
			for (int i = 0; i < known.length; i++) {
				if (known[i] >= 0) {
					this.fleet.oracle().returned(this.pod, i, known[i]);
				}
			}
		};
	}

	/**
	 * Says that a change has returned.
	 */
	@FunctionalInterface
	private interface Told {

		void run();

	}

}
