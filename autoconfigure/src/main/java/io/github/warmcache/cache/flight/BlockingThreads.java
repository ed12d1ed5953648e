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

package io.github.warmcache.cache.flight;

import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * Check for threads that must not be blocked.
 */
public final class BlockingThreads {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			BlockingThreads.class.getClassLoader());

	private BlockingThreads() {
	}

	/**
	 * Return whether the current thread may be blocked.
	 */
	public static boolean mayBlock() {
		return !REACTOR || !NonBlocking.isCurrentThread();
	}

	/**
	 * Loaded only if Reactor is on the class path.
	 */
	private static final class NonBlocking {

		static boolean isCurrentThread() {
			return Schedulers.isInNonBlockingThread();
		}

	}

}
