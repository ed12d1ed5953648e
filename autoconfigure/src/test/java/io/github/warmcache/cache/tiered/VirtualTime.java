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

package io.github.warmcache.cache.tiered;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.cache.flight.Waits;
import io.github.warmcache.simulation.engine.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * Has a cache wait in the time of a simulation, and look at its clock.
 */
public final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService, Waits {

	private final Timeline timeline;

	private final Object home;

	private VirtualTime(Timeline timeline, Object home) {
		this.timeline = timeline;
		this.home = home;
	}

	/**
	 * Let a cache live in the time of a simulation.
	 * @param builder builds the cache
	 * @param timeline the time
	 * @param home the pod of the cache
	 * @return the builder
	 */
	public static TieredCacheBuilder of(TieredCacheBuilder builder, Timeline timeline, Object home) {
		VirtualTime time = new VirtualTime(timeline, home);
		return builder.ticker(timeline::nanos).scheduler(time).waits(time);
	}

	@Override
	public long nanos() {
		return this.timeline.nanos();
	}

	@Override
	public void pause(Object blocker, long nanos) {
		// As long as it can be, whatever chance has said.
		this.timeline.pause(TimeUnit.MILLISECONDS.toNanos(50));
	}

	@Override
	public <T extends @Nullable Object> T get(CompletableFuture<T> future, long nanos)
			throws InterruptedException, ExecutionException, TimeoutException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (!this.timeline.await(future, nanos)) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			throw new TimeoutException();
		}
		return future.get();
	}

	@Override
	public <T extends @Nullable Object> T join(CompletableFuture<T> future) {
		this.timeline.await(future, Long.MAX_VALUE);
		return future.join();
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return new Timer(this.timeline.later(unit.toNanos(delay), this.home, command));
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void execute(Runnable command) {
		command.run();
	}

	@Override
	public void shutdown() {
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

	private static final class Timer extends CompletableFuture<Object> implements ScheduledFuture<Object> {

		private final Runnable cancellation;

		Timer(Runnable cancellation) {
			this.cancellation = cancellation;
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			this.cancellation.run();
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return 0;
		}

		@Override
		public int compareTo(Delayed other) {
			return 0;
		}

	}

}
