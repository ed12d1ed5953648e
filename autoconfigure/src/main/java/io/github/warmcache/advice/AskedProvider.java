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

package io.github.warmcache.advice;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Provider that is asked on a thread of its own for a limited time, so that it cannot
 * keep the others from being asked. Used by one thread at a time.
 */
final class AskedProvider {

	private static final EventLog logger = EventLog.of(ConfigurationAdvisor.class);

	private final AdviceProvider provider;

	private final Duration limit;

	private List<Advice> latest = List.of();

	/**
	 * Thread that did not answer in time. The provider is not asked again while it runs.
	 */
	private @Nullable Thread late;

	private boolean warned;

	AskedProvider(AdviceProvider provider, Duration limit) {
		this.provider = provider;
		this.limit = limit;
	}

	/**
	 * Return what the provider said when it was last asked, nothing if it failed or did
	 * not answer in time.
	 */
	List<Advice> latest() {
		return this.latest;
	}

	/**
	 * Ask the provider, and wait for its answer as long as the limit allows.
	 * @throws InterruptedException if this thread was interrupted; the provider is too
	 */
	void ask() throws InterruptedException {
		if (this.late != null && this.late.isAlive()) {
			return;
		}
		this.late = null;
		this.latest = List.of();
		FutureTask<List<Advice>> call = new FutureTask<>(() -> List.copyOf(this.provider.advice()));
		Thread thread = DaemonThreads.named("warmcache-advice-provider", call);
		thread.start();
		try {
			this.latest = call.get(this.limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = Objects.requireNonNull(ex.getCause());
			failed("fails with " + cause.getClass().getName(), cause);
		}
		catch (TimeoutException ex) {
			this.late = thread;
			failed("has not answered within %d ms and is interrupted".formatted(this.limit.toMillis()), null);
		}
		catch (InterruptedException ex) {
			this.late = thread;
			throw ex;
		}
		finally {
			call.cancel(true);
		}
	}

	private void failed(String how, @Nullable Throwable cause) {
		String name = this.provider.getClass().getName();
		if (!this.warned) {
			this.warned = true;
			logger.warn(LogEvent.ADVICE_PROVIDER_FAILED)
				.with(LogField.TYPE, name)
				.cause(how)
				.log("%s %s, so its advice on the configuration is missing".formatted(name, how));
		}
		logger.debug("No advice from " + name, cause);
	}

}
