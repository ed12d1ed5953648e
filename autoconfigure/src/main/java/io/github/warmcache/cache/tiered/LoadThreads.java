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
 * Creates the threads that caches need. All are daemons that end when they are idle, so
 * nobody has to stop them.
 *
 * @since 0.1.0
 */
public final class LoadThreads {

	/**
	 * Maximum number of threads for sources, well above the number that databases take.
	 * Each cache bounds its own loads.
	 */
	private static final int MAX_SOURCES = 256;

	private static final long IDLE_SECONDS = 30;

	private LoadThreads() {
	}

	/**
	 * Create the threads that call sources. They run tasks at once or reject them.
	 * @return a new executor
	 */
	public static ThreadPoolExecutor forSources() {
		return new ThreadPoolExecutor(0, MAX_SOURCES, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				DaemonThreads.numbered("warmcache-source-"));
	}

	/**
	 * Create the thread that ends loads that take too long.
	 * @return a new scheduler
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
	 * Create the thread that runs the maintenance of caches. While it is busy, tasks wait
	 * for up to a millisecond.
	 * @return a new executor, suitable for many caches
	 */
	public static Executor forMaintenance() {
		return new LazyMaintenance(new ThreadPoolExecutor(0, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), DaemonThreads.numbered("warmcache-maintenance-")));
	}

}
