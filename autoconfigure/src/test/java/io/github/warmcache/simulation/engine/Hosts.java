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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Threads that run the actors of one run after the other. Used by one run at a time.
 */
public final class Hosts implements AutoCloseable {

	private final String name;

	private final Deque<Host> idle = new ArrayDeque<>();

	private final Deque<Host> idleUnblockable = new ArrayDeque<>();

	private final List<Host> all = new ArrayList<>();

	/**
	 * Begin without threads.
	 * @param name what their names begin with
	 */
	public Hosts(String name) {
		this.name = name;
	}

	Host take(boolean unblockable) {
		Host host = (unblockable ? this.idleUnblockable : this.idle).poll();
		return (host != null) ? host : create(unblockable);
	}

	private Host create(boolean unblockable) {
		String hostName = this.name + "-" + this.all.size();
		Host host = unblockable ? new Host.Unblockable(hostName) : new Host(hostName);
		this.all.add(host);
		host.start();
		return host;
	}

	void give(Host host) {
		((host instanceof Host.Unblockable) ? this.idleUnblockable : this.idle).push(host);
	}

	/**
	 * Return where all threads are, for a run that does not come to its end.
	 */
	String stacks() {
		StringBuilder text = new StringBuilder();
		for (Host host : this.all) {
			text.append(host.getName()).append('\n');
			for (StackTraceElement element : host.getStackTrace()) {
				text.append("    ").append(element).append('\n');
			}
		}
		return text.toString();
	}

	@Override
	public void close() {
		this.all.forEach(Host::close);
	}

}
