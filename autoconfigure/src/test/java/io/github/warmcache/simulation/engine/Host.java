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

package io.github.warmcache.simulation.engine;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * Thread that runs actors, one after the other.
 */
class Host extends Thread {

	private volatile boolean go;

	private volatile boolean closed;

	private @Nullable Actor assigned;

	private @Nullable Timeline timeline;

	Host(String name) {
		super(name);
		setDaemon(true);
	}

	/**
	 * Have an actor run here. To be called while this thread has nothing to do.
	 */
	void assign(Timeline timeline, Actor actor) {
		this.timeline = timeline;
		this.assigned = actor;
		wake();
	}

	void wake() {
		this.go = true;
		LockSupport.unpark(this);
	}

	/**
	 * Wait to be woken.
	 * @return whether the thread was interrupted meanwhile
	 */
	boolean sleep() {
		boolean interrupted = Thread.interrupted();
		while (!this.go) {
			LockSupport.park(this);
			interrupted |= Thread.interrupted();
		}
		this.go = false;
		return interrupted;
	}

	void close() {
		this.closed = true;
		wake();
	}

	@Override
	public void run() {
		sleep();
		while (!this.closed) {
			Timeline current = this.timeline;
			Actor next = this.assigned;
			while (current != null && next != null) {
				next = current.host(this, next);
			}
			sleep();
		}
	}

	/**
	 * Thread that Reactor would not let block.
	 */
	static final class Unblockable extends Host implements NonBlocking {

		Unblockable(String name) {
			super(name);
		}

	}

}
