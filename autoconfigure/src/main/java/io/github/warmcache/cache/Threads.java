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

package io.github.warmcache.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * Keeps what may block off the threads that must not be blocked.
 */
final class Threads {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			Threads.class.getClassLoader());

	private Threads() {
	}

	/**
	 * Run a task that may block: in the calling thread if that may be blocked, or on the
	 * executor. A refused task runs in the calling thread after all, because losing it
	 * would be worse.
	 */
	static void runBlocking(Executor executor, Runnable task) {
		if (REACTOR && NonBlocking.isCurrentThread()) {
			try {
				executor.execute(task);
				return;
			}
			catch (RejectedExecutionException ex) {
				// Fall through to the calling thread.
			}
		}
		task.run();
	}

	/**
	 * Touched only where Reactor is on the class path.
	 */
	private static final class NonBlocking {

		static boolean isCurrentThread() {
			return Schedulers.isInNonBlockingThread();
		}

	}

}
