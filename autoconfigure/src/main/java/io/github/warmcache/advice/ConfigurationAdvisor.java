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
import java.util.Set;

import io.github.warmcache.thread.RepeatedTask;

import org.springframework.context.SmartLifecycle;

/**
 * Collects the advice of all providers, keeps the latest list, and logs what is new.
 * <p>
 * Looks between {@link #start()} and {@link #stop()}, which may be repeated, on a thread
 * of its own. The context does not start it: the application does when it is ready. A
 * provider that fails is skipped. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ConfigurationAdvisor implements SmartLifecycle {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final List<AskedProvider> providers;

	private final Set<String> ignored;

	private final AdviceLog log;

	private final RepeatedTask looks;

	private volatile List<Advice> latest = List.of();

	/**
	 * Create an advisor that has not looked yet.
	 * @param providers give the advice, in the order of the list
	 * @param ignored the ids of advice that is left out
	 * @param loggedElsewhere the ids of advice that is listed and not logged, because
	 * another part of Warmcache logs it when it begins
	 * @param interval the time between two looks, positive
	 */
	public ConfigurationAdvisor(List<? extends AdviceProvider> providers, Set<String> ignored,
			Set<String> loggedElsewhere, Duration interval) {
		this(providers, ignored, loggedElsewhere, interval, LIMIT);
	}

	ConfigurationAdvisor(List<? extends AdviceProvider> providers, Set<String> ignored, Set<String> loggedElsewhere,
			Duration interval, Duration limit) {
		this.providers = providers.stream().map((provider) -> new AskedProvider(provider, limit)).toList();
		this.ignored = Set.copyOf(ignored);
		this.log = new AdviceLog(loggedElsewhere);
		this.looks = RepeatedTask.withFixedDelay("warmcache-advice", interval, this::look);
	}

	/**
	 * Return what the latest look found. Does no I/O and takes no lock.
	 * @return the list, which does not change; empty if nothing is wrong, and before the
	 * application is ready
	 */
	public List<Advice> advice() {
		return this.latest;
	}

	/**
	 * Look now. What a provider says is in the list before the next one is asked. Takes
	 * as long as the providers do, but no longer than five seconds for each. If the
	 * thread is interrupted, it stays so, and the remaining providers are not asked.
	 * @return what was found, which does not change
	 */
	public synchronized List<Advice> look() {
		try {
			for (AskedProvider provider : this.providers) {
				provider.ask();
				this.latest = this.providers.stream()
					.flatMap((asked) -> asked.latest().stream())
					.filter((advice) -> !this.ignored.contains(advice.id()))
					.toList();
			}
			this.log.log(this.latest);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.latest;
	}

	/**
	 * Begin to look, at once and then in intervals.
	 */
	@Override
	public void start() {
		this.looks.start();
	}

	/**
	 * Stop looking. Does not wait for a look in progress.
	 */
	@Override
	public void stop() {
		this.looks.stop(Duration.ZERO);
	}

	@Override
	public boolean isRunning() {
		return this.looks.isRunning();
	}

	/**
	 * Return that the context does not start this advisor.
	 * @return {@code false}
	 */
	@Override
	public boolean isAutoStartup() {
		return false;
	}

}
