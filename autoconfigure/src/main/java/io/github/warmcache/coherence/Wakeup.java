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

package io.github.warmcache.coherence;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread wait until a time, or until another thread wakes it. The other thread
 * does not wait.
 */
final class Wakeup {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition given = this.lock.newCondition();

	private boolean pending;

	void give() {
		this.lock.lock();
		try {
			this.pending = true;
			this.given.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait.
	 * @param until the latest time to wait for, as {@link System#nanoTime()}
	 * @return whether another thread woke this one
	 * @throws InterruptedException if the waiting thread was interrupted
	 */
	boolean await(long until) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = until - System.nanoTime();
			while (!this.pending && left > 0) {
				left = this.given.awaitNanos(left);
			}
			boolean something = this.pending;
			this.pending = false;
			return something;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait the whole time, even if woken meanwhile.
	 */
	static void pause(long nanos) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(nanos);
	}

}
