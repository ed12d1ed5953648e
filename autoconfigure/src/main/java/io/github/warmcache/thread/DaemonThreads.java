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

package io.github.warmcache.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Factory of daemon threads with names. Daemons never keep a JVM alive. Thread-safe.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Create one thread.
	 * @param name its name
	 * @param task runs on it
	 * @return the thread, not yet started
	 */
	public static Thread named(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Create threads that are numbered from 1.
	 * @param prefix begins their names
	 * @return a factory of threads that are not yet started
	 */
	public static ThreadFactory numbered(String prefix) {
		AtomicLong count = new AtomicLong();
		return (task) -> named(prefix + count.incrementAndGet(), task);
	}

	/**
	 * Create threads that run at the lowest priority, numbered from 1.
	 * @param prefix begins their names
	 * @return a factory of threads that are not yet started
	 */
	@SuppressWarnings("ThreadPriorityCheck")
	public static ThreadFactory inBackground(String prefix) {
		ThreadFactory threads = numbered(prefix);
		return (task) -> {
			Thread thread = threads.newThread(task);
			thread.setPriority(Thread.MIN_PRIORITY);
			return thread;
		};
	}

}
