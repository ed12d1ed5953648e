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

package io.github.warmcache.event.publish;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.thread.RepeatedTask;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.core.Ordered;

/**
 * Publisher of the changes of all states. Looks for them regularly, on a thread of its
 * own that also runs the listeners: what changes does not know of them, and waits for
 * none.
 * <p>
 * Starts when the context has been refreshed, and stops before anything else does when
 * the context is closed. A listener that fails is logged when it begins to, and one that
 * does not return delays later events. Thread-safe.
 */
public final class EventPublisher implements SmartLifecycle, ApplicationListener<ApplicationContextEvent>, Ordered {

	private static final EventLog logger = EventLog.of(EventPublisher.class);

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private final List<StateChanges> states;

	private final ApplicationContext context;

	private final InstantSource clock;

	private final ScheduledExecutorService scheduler;

	private final Duration patience;

	private final RepeatedTask looks;

	/**
	 * Types of events whose listeners failed when they were last published, and of
	 * comparisons that failed.
	 */
	private final Set<Class<?>> failing = new HashSet<>();

	/**
	 * Create a publisher that has not looked yet.
	 * @param states what is looked at, in this order
	 * @param context receives the events
	 * @param interval the time between two looks, positive
	 * @param clock tells the time of looks
	 * @param patience how long a listener may take before it is logged, positive
	 * @param scheduler logs listeners that take longer; not shut down here
	 */
	public EventPublisher(List<StateChanges> states, ApplicationContext context, Duration interval, InstantSource clock,
			Duration patience, ScheduledExecutorService scheduler) {
		this.states = List.copyOf(states);
		this.context = context;
		this.clock = clock;
		this.patience = patience;
		this.scheduler = scheduler;
		this.looks = RepeatedTask.withFixedDelay("warmcache-events", interval, this::look);
	}

	private void look() {
		Instant now = this.clock.instant();
		List<CacheStateEvent> events = new ArrayList<>();
		for (StateChanges changes : this.states) {
			try {
				changes.look(now, events::add);
				this.failing.remove(changes.getClass());
			}
			catch (RuntimeException | LinkageError ex) {
				warn(changes.getClass(), "The state could not be looked at by " + changes.getClass().getSimpleName(),
						ex);
			}
		}
		for (CacheStateEvent event : events) {
			if (this.looks.isCurrent()) {
				publish(event);
			}
		}
	}

	private void publish(CacheStateEvent event) {
		String type = event.getClass().getSimpleName();
		Future<?> alarm = inTime(() -> logger.warn(LogEvent.STATE_LISTENER_HANGING)
			.with(LogField.TYPE, type)
			.with(LogField.LIMIT_MS, this.patience.toMillis())
			.log(("A listener has not returned from %s for %d seconds. Later events wait for it: annotate it with "
					+ "@Async if it may take long")
				.formatted(type, this.patience.toSeconds())));
		try {
			this.context.publishEvent(event);
			this.failing.remove(event.getClass());
		}
		catch (RuntimeException | Error ex) {
			if (this.looks.isCurrent()) {
				warn(event.getClass(), "A listener of %s failed".formatted(type), ex);
			}
		}
		finally {
			alarm.cancel(false);
		}
	}

	private Future<?> inTime(Runnable alarm) {
		try {
			return this.scheduler.schedule(alarm, this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The context is being closed.
			return CompletableFuture.completedFuture(null);
		}
	}

	private void warn(Class<?> what, String message, Throwable ex) {
		Throwable cause = (ex instanceof UndeclaredThrowableException && ex.getCause() != null) ? ex.getCause() : ex;
		if (this.failing.add(what)) {
			logger.warn(LogEvent.STATE_EVENT_FAILED)
				.cause(cause)
				.log("%s with %s. Further failures are not logged until it succeeds".formatted(message,
						cause.getClass().getName()));
		}
		logger.debug("Cause", ex);
	}

	/**
	 * Start and stop with the context. Contexts below this one tell of theirs, too.
	 */
	@Override
	public void onApplicationEvent(ApplicationContextEvent event) {
		if (event.getApplicationContext() != this.context) {
			return;
		}
		if (event instanceof ContextRefreshedEvent || event instanceof ContextStartedEvent) {
			start();
		}
		else if (event instanceof ContextClosedEvent) {
			stop();
		}
	}

	/**
	 * Begin to look, at once and then in intervals.
	 */
	@Override
	public void start() {
		this.looks.start();
	}

	/**
	 * Stop looking. Interrupts a listener that is running, and waits for it for up to two
	 * seconds.
	 */
	@Override
	public void stop() {
		this.looks.stop(STOP_AT_MOST);
	}

	@Override
	public boolean isRunning() {
		return this.looks.isRunning();
	}

	/**
	 * Return that the event of the refreshed context starts this publisher: nothing is
	 * published before.
	 * @return {@code false}
	 */
	@Override
	public boolean isAutoStartup() {
		return false;
	}

	/**
	 * Return that this publisher stops first. The end of the application is no change of
	 * a cache.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
