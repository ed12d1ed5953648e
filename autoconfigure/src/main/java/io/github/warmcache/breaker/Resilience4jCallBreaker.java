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

package io.github.warmcache.breaker;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.jspecify.annotations.Nullable;

/**
 * Breaker that uses Resilience4j. It opens when the failures among the last calls reach
 * the threshold; the window is twice as long as the threshold. After a while two calls go
 * through on trial; if one of them fails, it opens again. It has no thread of its own.
 *
 * @since 0.1.0
 */
public final class Resilience4jCallBreaker implements CallBreaker {

	private static final EventLog logger = EventLog.of(Resilience4jCallBreaker.class);

	private static final int TRIALS = 2;

	private static final float HALF = 50;

	private static final Duration NEVER_TOO_SLOW = Duration.ofDays(365);

	private final String name;

	private final BreakerSettings settings;

	private final CircuitBreaker breaker;

	private final int window;

	private final OutageLog log;

	private final InstantSource clock;

	private volatile long heldUntil = Long.MIN_VALUE;

	/**
	 * Create a closed breaker.
	 * @param name the name that appears in the log
	 * @param settings when the breaker opens
	 * @param clock tells how long it has been open
	 */
	public Resilience4jCallBreaker(String name, BreakerSettings settings, InstantSource clock) {
		this.clock = clock;
		this.window = 2 * settings.failureThreshold();
		this.name = name;
		this.settings = settings;
		this.log = new OutageLog(clock);
		this.breaker = CircuitBreaker.of(name,
				CircuitBreakerConfig.custom()
					.clock(clock.withZone(ZoneOffset.UTC))
					.slidingWindow(this.window, this.window, SlidingWindowType.COUNT_BASED)
					.failureRateThreshold(HALF)
					.slowCallDurationThreshold(NEVER_TOO_SLOW)
					.waitDurationInOpenState(settings.waitDuration())
					.permittedNumberOfCallsInHalfOpenState(TRIALS)
					.build());
		fillWindow();
		this.breaker.getEventPublisher()
			.onStateTransition((event) -> changed(event.getStateTransition().getFromState(),
					event.getStateTransition().getToState()));
	}

	/**
	 * Fill the window with successes. Resilience4j knows only rates: among the first few
	 * calls even one failure may be half of them. In a window that starts full, half is
	 * always the threshold.
	 */
	private void fillWindow() {
		for (int i = 0; i < this.window; i++) {
			this.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
		}
	}

	private void changed(State from, State to) {
		if (to == State.CLOSED) {
			fillWindow();
			this.log.end(() -> logger.info(LogEvent.BREAKER_CLOSED)
				.with(LogField.BREAKER, this.name)
				.log("Breaker '%s' closed again".formatted(this.name)));
		}
		else if (to == State.OPEN && from == State.CLOSED) {
			this.log.begin(() -> logger.warn(LogEvent.BREAKER_OPENED)
				.with(LogField.BREAKER, this.name)
				.with(LogField.COUNT, this.settings.failureThreshold())
				.with(LogField.RETRY_MS, this.settings.waitDuration().toMillis())
				.log("Breaker '%s' opened after %d failures and rejects calls for %d ms".formatted(this.name,
						this.settings.failureThreshold(), this.settings.waitDuration().toMillis())));
		}
	}

	@Override
	public boolean permits() {
		return !isHeld() && this.breaker.tryAcquirePermission();
	}

	private boolean isHeld() {
		return this.heldUntil != Long.MIN_VALUE && this.breaker.getState() != State.CLOSED
				&& this.clock.millis() < this.heldUntil;
	}

	@Override
	public void succeeded(long nanos) {
		this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(long nanos, @Nullable Throwable failure) {
		this.breaker.onError(nanos, TimeUnit.NANOSECONDS,
				(failure != null) ? failure : new IllegalStateException("The call failed"));
	}

	@Override
	public void released() {
		this.breaker.releasePermission();
	}

	@Override
	public void holdTrials(Duration time) {
		this.heldUntil = this.clock.millis() + time.toMillis();
	}

	@Override
	public void tryAgain() {
		this.heldUntil = Long.MIN_VALUE;
		if (this.breaker.getState() == State.OPEN) {
			try {
				this.breaker.transitionToHalfOpenState();
			}
			catch (IllegalStateTransitionException ex) {
				// Another thread was faster.
			}
		}
	}

	@Override
	public BreakerState state() {
		return switch (this.breaker.getState()) {
			case OPEN, FORCED_OPEN -> BreakerState.OPEN;
			case HALF_OPEN -> BreakerState.HALF_OPEN;
			default -> BreakerState.CLOSED;
		};
	}

}
