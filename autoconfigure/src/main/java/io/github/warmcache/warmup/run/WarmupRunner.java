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

package io.github.warmcache.warmup.run;

import java.util.concurrent.CancellationException;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;

/**
 * Runs the warm-up while the application starts, and cancels it when the application
 * stops.
 * <p>
 * Runs before the application's own runners, so that they can rely on warm caches. An
 * empty source does not hold up the start: the start continues, and the cache is retried
 * when the runners have run and the application is about to be ready.
 *
 * @since 0.1.0
 */
public final class WarmupRunner implements ApplicationRunner, SmartApplicationListener {

	/**
	 * Order among the runners of the application.
	 */
	public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	private final WarmupExecution warmup;

	private final ApplicationContext context;

	/**
	 * Create a runner.
	 * @param warmup the warm-up to run
	 * @param context the context whose closing cancels the warm-up
	 */
	public WarmupRunner(WarmupExecution warmup, ApplicationContext context) {
		this.warmup = warmup;
		this.context = context;
	}

	@Override
	public void run(ApplicationArguments args) {
		orAbandon(this.warmup::runWhileStarting);
	}

	private static void orAbandon(Runnable part) {
		try {
			part.run();
		}
		catch (CancellationException ex) {
			// Abandon the start: it neither fails nor continues with the next runner.
			StartAbandonedException.keepQuiet(Thread.currentThread());
			throw new StartAbandonedException();
		}
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return ContextClosedEvent.class.isAssignableFrom(type) || AvailabilityChangeEvent.class.isAssignableFrom(type);
	}

	/**
	 * Cancel the warm-up before any bean that it uses is destroyed. Retry the caches that
	 * wait for the application once all of its runners and listeners have run.
	 */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextClosedEvent && event.getSource() == this.context) {
			this.warmup.close();
		}
		else if (event instanceof AvailabilityChangeEvent<?> change && change.getSource() == this.context
				&& change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
			orAbandon(this.warmup::applicationStarted);
		}
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	private static final class StartAbandonedException extends AbandonedRunException {

		/**
		 * Keep a thread that ends with this exception from reporting it: the warm-up has
		 * logged its cancellation, and a stop is no error.
		 */
		static void keepQuiet(Thread thread) {
			Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
			thread.setUncaughtExceptionHandler((ended, ex) -> {
				if (!isOrIsCausedBy(ex)) {
					handler.uncaughtException(ended, ex);
				}
			});
		}

		/**
		 * Return whether an exception is this one or wraps it. An executable jar calls
		 * the main method by reflection, which wraps exceptions.
		 */
		private static boolean isOrIsCausedBy(Throwable ex) {
			return ex instanceof StartAbandonedException
					|| (ex.getCause() != null && ex.getCause() != ex && isOrIsCausedBy(ex.getCause()));
		}

		@Override
		public String getMessage() {
			return "The application was stopped while its caches were being warmed";
		}

		/**
		 * Skip the stack trace: it tells nothing, and a stopping application would print
		 * it.
		 */
		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
