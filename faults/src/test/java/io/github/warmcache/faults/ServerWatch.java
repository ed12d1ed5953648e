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

package io.github.warmcache.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.warmcache.faults.pod.StallWatch;

/**
 * Notices when a Redis of this run wants to run and does not get to: it cannot measure
 * that itself, so a thread asks the kernel every 10 ms for how long each of them has
 * waited for a processor. A server that a fault froze does not want to run, and is none
 * of its findings. Sees servers that this process started, on Linux; elsewhere it finds
 * nothing, and so nothing is excused by it.
 */
final class ServerWatch implements AutoCloseable {

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

	/** Servers come and go, and to look for them costs more than to ask one. */
	private static final int TICKS_BETWEEN_LOOKS = 20;

	private final LongSupplier clock;

	private final Supplier<Map<Long, Long>> waited;

	private final StallWatch.Listener listener;

	/**
	 * As long as for a process that watches itself: a server that is late by a little
	 * again and again is late by a lot.
	 */
	private static final int TICKS_OF_WINDOW = 20;

	private Map<Long, Long> before = Map.of();

	private Map<Long, Long> atWindow = Map.of();

	private long windowStart;

	private int ticks;

	private volatile boolean closed;

	/**
	 * @param clock what time it is, in nanoseconds
	 * @param waited for how long, in nanoseconds, each server has waited since it started
	 * @param listener hears of each stall
	 */
	ServerWatch(LongSupplier clock, Supplier<Map<Long, Long>> waited, StallWatch.Listener listener) {
		this.clock = clock;
		this.waited = waited;
		this.listener = listener;
		this.windowStart = clock.getAsLong();
	}

	/**
	 * Begins to watch the servers of this process, on a thread of its own.
	 */
	static ServerWatch start(StallWatch.Listener listener) {
		ServerWatch watch = new ServerWatch(System::nanoTime, new Kernel()::waited, listener);
		Thread thread = new Thread(watch::run, "server-watch");
		thread.setDaemon(true);
		thread.start();
		return watch;
	}

	private void run() {
		while (!this.closed) {
			LockSupport.parkNanos(TICK);
			tick();
		}
	}

	/**
	 * Reports each stall that ended since the last tick, and from time to time what half
	 * of the time since the last time was lost in.
	 */
	synchronized void tick() {
		Map<Long, Long> after = this.waited.get();
		long now = this.clock.getAsLong();
		after.forEach((server, sum) -> {
			long stalled = sum - this.before.getOrDefault(server, sum);
			if (stalled > StallWatch.SHORTEST) {
				this.listener.stalled(now - stalled, now);
			}
		});
		if (this.ticks++ % TICKS_OF_WINDOW == 0) {
			long window = now - this.windowStart;
			boolean lost = after.entrySet()
				.stream()
				.anyMatch((server) -> 2 * (server.getValue()
						- this.atWindow.getOrDefault(server.getKey(), server.getValue())) > window);
			if (lost) {
				this.listener.stalled(this.windowStart, now);
			}
			this.atWindow = after;
			this.windowStart = now;
		}
		this.before = after;
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * Reads what Linux tells of the first thread of each server, which is the one that
	 * runs commands.
	 */
	static final class Kernel {

		private List<Long> servers = List.of();

		private int ticks;

		Map<Long, Long> waited() {
			if (this.ticks++ % TICKS_BETWEEN_LOOKS == 0) {
				this.servers = servers();
			}
			Map<Long, Long> waited = new HashMap<>();
			for (Long server : this.servers) {
				try {
					waited.put(server, waited(Files.readString(Path.of("/proc/" + server + "/schedstat"))));
				}
				catch (IOException ex) {
					// It ended, or this is not Linux.
				}
			}
			return waited;
		}

		/**
		 * Return the second of three numbers: time on a processor, time waiting for one,
		 * and how often.
		 */
		static long waited(String statistics) {
			return Long.parseLong(statistics.strip().split(" ")[1]);
		}

		private static List<Long> servers() {
			return ProcessHandle.current()
				.descendants()
				.filter((process) -> process.info().command().orElse("").contains("redis"))
				.map(ProcessHandle::pid)
				.toList();
		}

	}

}
