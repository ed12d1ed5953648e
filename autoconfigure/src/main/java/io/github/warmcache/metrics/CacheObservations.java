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

package io.github.warmcache.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.ReadTrace;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Observer that makes a Micrometer observation of each operation. An observation handler
 * that fails fails no operation.
 */
public final class CacheObservations implements OperationObserver {

	private static final Log logger = LogFactory.getLog(CacheObservations.class);

	private static final Map<OperationKind, CacheObservationConvention> CONVENTIONS = conventions();

	private final ObservationRegistry registry;

	/**
	 * Create an observer.
	 * @param registry gets the observations; nothing is observed while it has no handlers
	 */
	public CacheObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	private static Map<OperationKind, CacheObservationConvention> conventions() {
		Map<OperationKind, CacheObservationConvention> conventions = new EnumMap<>(OperationKind.class);
		for (OperationKind kind : OperationKind.values()) {
			conventions.put(kind, new CacheObservationConvention(kind));
		}
		return conventions;
	}

	@Override
	public ObservedOperation begin(OperationKind kind, String cacheName) {
		if (this.registry.isNoop()) {
			return ObservedOperation.NONE;
		}
		try {
			Observation observation = create(kind, cacheName);
			return observation.isNoop() ? unobserved() : new Observed(observation.start());
		}
		catch (RuntimeException ex) {
			failed(ex);
			return ObservedOperation.NONE;
		}
	}

	/**
	 * Return an operation that is not observed itself. What it does on another thread
	 * still belongs to what the current thread is doing.
	 */
	private ObservedOperation unobserved() {
		Observation parent = this.registry.getCurrentObservation();
		return (parent != null) ? Observed.part(parent) : ObservedOperation.NONE;
	}

	@Override
	public Runnable carry(Runnable task) {
		Observation parent = this.registry.isNoop() ? null : this.registry.getCurrentObservation();
		return (parent != null) ? () -> run(task, Observed.part(parent)) : task;
	}

	private static void run(Runnable task, Observed parent) {
		ObservedOperation.Scope scope = parent.open();
		try {
			task.run();
		}
		finally {
			scope.close();
		}
	}

	private Observation create(OperationKind kind, String cacheName) {
		return Observation.createNotStarted(null, Objects.requireNonNull(CONVENTIONS.get(kind)),
				() -> new CacheObservationContext(kind, cacheName), this.registry);
	}

	/**
	 * Return whether the loads of a cache are observed by the name that their timer has
	 * without observations.
	 * @param cacheName the name of the cache
	 * @param conventions conventions of the application, the first of which that supports
	 * the observation names it
	 * @return {@code false} if they are not observed, or by another name
	 */
	public boolean namesLoads(String cacheName, Stream<GlobalObservationConvention<?>> conventions) {
		if (this.registry.isNoop() || create(OperationKind.LOAD_BY_METHOD, cacheName).isNoop()) {
			return false;
		}
		String name = CacheObservationConvention.name(OperationKind.LOAD_BY_METHOD);
		CacheObservationContext context = new CacheObservationContext(OperationKind.LOAD_BY_METHOD, cacheName);
		return conventions.filter((convention) -> convention.supportsContext(context))
			.findFirst()
			.map((convention) -> name.equals(convention.getName()))
			.orElse(true);
	}

	private static void failed(RuntimeException ex) {
		logger.debug("An observation handler failed", ex);
	}

	/**
	 * An operation with its observation.
	 */
	private static final class Observed implements ObservedOperation {

		private final Observation observation;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Observed(Observation observation) {
			this.observation = observation;
		}

		/**
		 * Return a part of an observation that somebody else ends.
		 */
		private static Observed part(Observation whole) {
			Observed part = new Observed(whole);
			part.ended.set(true);
			return part;
		}

		@Override
		public Scope open() {
			try {
				Observation.Scope scope = this.observation.openScope();
				return () -> close(scope);
			}
			catch (RuntimeException ex) {
				failed(ex);
				return Scope.NONE;
			}
		}

		private static void close(Observation.Scope scope) {
			try {
				scope.close();
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

		@Override
		public void answered(ReadTrace trace) {
			if (!this.ended.get() && this.observation.getContext() instanceof CacheObservationContext context) {
				context.answered(trace);
			}
		}

		@Override
		public void end(String outcome, @Nullable Throwable failure) {
			if (!this.ended.compareAndSet(false, true)) {
				return;
			}
			try {
				if (this.observation.getContext() instanceof CacheObservationContext context) {
					context.outcome(outcome);
				}
				if (failure != null) {
					this.observation.error(new CacheOperationFailure(failure));
				}
				this.observation.stop();
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

	}

}
