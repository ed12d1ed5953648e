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

package io.github.warmcache.faults.pod;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakers;
import io.github.warmcache.cache.CacheTier;

import org.springframework.stereotype.Component;

/**
 * What the suite can tell a pod to do, one command a line.
 */
@Component
class PodCommands {

	private final Calls calls;

	private final PodLoad load;

	private final ItemStore store;

	private final StallWatch watch;

	private volatile CallBreaker breaker = CallBreaker.NONE;

	PodCommands(Calls calls, PodLoad load, ItemStore store, StallWatch watch, CallBreakers breakers) {
		this.calls = calls;
		this.load = load;
		this.store = store;
		this.watch = watch;
		breakers.observe((guard) -> {
			if (guard.before().equals("redis")) {
				this.breaker = guard.breaker();
			}
		});
	}

	String execute(String[] words) {
		int[] numbers = IntStream.range(1, words.length).map((i) -> number(words[i])).toArray();
		return switch (words[0]) {
			case "clock" -> Long.toString(System.nanoTime());
			case "load" -> start(numbers);
			case "rate" -> rate(numbers);
			case "stop" -> stop();
			case "sweep" -> sweep(numbers[0]);
			case "read" -> Long.toString(this.calls.read(numbers[0], numbers[1]));
			case "change" -> change(numbers[0], numbers[1]);
			case "poll" -> poll(numbers[0], numbers[1], numbers[2]);
			case "stampede" -> stampede(numbers[0], numbers[1], numbers[2], Long.parseLong(words[4]));
			case "spread" -> spread(numbers[0]);
			case "loads" -> Long.toString(this.store.loads());
			case "breaker" -> this.breaker.state().name();
			case "closed" -> closed();
			case "database" -> database();
			case "stalls" -> stalls();
			case "most" -> Integer.toString(this.store.mostLoadsAtOnce());
			default -> throw new IllegalArgumentException("Unknown command " + words[0]);
		};
	}

	private static int number(String word) {
		return (int) Long.parseLong(word);
	}

	private String start(int[] numbers) {
		this.load.start(numbers[0], numbers[1], numbers[2], numbers[3]);
		return "ok";
	}

	private String rate(int[] numbers) {
		this.load.rate(numbers[0], numbers[1]);
		return "ok";
	}

	private String stop() {
		this.load.stop();
		return "ok";
	}

	private String sweep(int keys) {
		for (int cache = 0; cache < CacheNames.LOADED; cache++) {
			for (int key = 0; key < keys; key++) {
				this.calls.read(cache, key);
			}
		}
		return "ok";
	}

	private String change(int cache, int key) {
		Call call = this.calls.change(cache, key, true);
		return call.version() + " " + call.end();
	}

	/**
	 * Reads until it sees a version, and answers when that was.
	 */
	private String poll(int cache, int key, int version) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
		while (System.nanoTime() < deadline) {
			if (this.calls.versionOf(cache, key) >= version) {
				return Long.toString(System.nanoTime());
			}
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
		}
		return "never";
	}

	/**
	 * Answers when every stall until now was told.
	 */
	private String stalls() {
		this.watch.await();
		return "ok";
	}

	/**
	 * Waits until the connection pool has found that the database is back.
	 */
	private String database() {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20) && !this.store.answers()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
		return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
	}

	/**
	 * Waits until the breaker before Redis is closed, and answers when that was.
	 */
	private String closed() {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (this.breaker.state() != BreakerState.CLOSED && System.nanoTime() < deadline) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
		}
		return Long.toString(System.nanoTime());
	}

	/**
	 * Reads one key on many threads that begin at the same time, and answers how many
	 * calls failed.
	 */
	private String stampede(int cache, int key, int threads, long at) {
		CountDownLatch done = new CountDownLatch(threads);
		List<Long> versions = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			new Thread(() -> {
				while (System.nanoTime() < at) {
					LockSupport.parkNanos(at - System.nanoTime());
				}
				long version = this.calls.read(cache, key);
				synchronized (versions) {
					versions.add(version);
				}
				done.countDown();
			}, "stampede").start();
		}
		try {
			done.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		synchronized (versions) {
			return Long.toString(versions.stream().filter((version) -> version < 0).count());
		}
	}

	/**
	 * Reads keys that nobody read before, on eight threads, and then reads them again and
	 * again to see how long each stays.
	 * @return the shortest and the longest life in milliseconds, without the hundredth
	 * part at either end
	 */
	private String spread(int keys) {
		long[] loaded = new long[keys];
		List<Thread> threads = IntStream.range(0, 8).mapToObj((part) -> new Thread(() -> {
			for (int key = part; key < keys; key += 8) {
				this.calls.tierOf(CacheNames.SPREAD, key);
				loaded[key] = System.nanoTime();
			}
		}, "spread")).toList();
		threads.forEach(Thread::start);
		try {
			for (Thread thread : threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		double[] lives = new double[keys];
		for (int left = keys; left > 0;) {
			for (int key = 0; key < keys; key++) {
				if (lives[key] == 0 && this.calls.tierOf(CacheNames.SPREAD, key) != CacheTier.LOCAL) {
					lives[key] = (System.nanoTime() - loaded[key]) / 1e6;
					left--;
				}
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
		Arrays.sort(lives);
		return lives[keys / 100] + " " + lives[keys - 1 - keys / 100];
	}

}
