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

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.local.LazyMaintenance;
import io.github.warmcache.thread.DaemonThreads;

/**
 * Makes the threads that loads need. All are daemons that end when they are idle, so that
 * nobody has to stop them.
 *
 * @since 0.1.0
 */
public final class LoadThreads {

	/**
	 * Well above what databases take: how many loads there are is bounded by each cache.
	 */
	private static final int MAX_SOURCES = 256;

	private static final long IDLE_SECONDS = 30;

	private LoadThreads() {
	}

	/**
	 * Create threads on which sources are asked: tasks run at once or are rejected.
	 * @return an executor of its own
	 */
	public static ThreadPoolExecutor forSources() {
		return new ThreadPoolExecutor(0, MAX_SOURCES, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				DaemonThreads.numbered("warmcache-source-"));
	}

	/**
	 * Create the thread that ends what takes too long.
	 * @return a scheduler of its own
	 */
	public static ScheduledThreadPoolExecutor forTimeouts() {
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
				DaemonThreads.numbered("warmcache-timeouts-"));
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		scheduler.allowCoreThreadTimeOut(true);
		return scheduler;
	}

	/**
	 * Create the thread that tidies caches up, which lets that wait for a millisecond
	 * where much is to be done.
	 * @return an executor of its own, fit for many caches
	 */
	public static Executor forMaintenance() {
		return new LazyMaintenance(new ThreadPoolExecutor(0, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), DaemonThreads.numbered("warmcache-maintenance-")));
	}

}
