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

package io.github.warmcache.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One call of a cached method through its proxy, whose value is in the heap. Arguments
 * are as the keys of {@link HitBenchmark}, and the cache is nearly full.
 */
@State(Scope.Benchmark)
public class CallBenchmark {

	/**
	 * Name of one of {@link CallSubjects}.
	 */
	@Param("WARMCACHE")
	public String subject;

	static final int ENTRIES = 10_000;

	private final AtomicInteger threads = new AtomicInteger();

	private CallSubjects.Application application;

	private CachedService service;

	private CityRequest[] requests;

	/**
	 * Start the application and call each method once with each argument.
	 */
	@Setup
	public void start() throws Exception {
		this.application = CallSubjects.valueOf(this.subject).start(ENTRIES + ENTRIES / 10);
		this.service = this.application.service();
		List<CityRequest> copies = new ArrayList<>();
		for (int i = 0; i < ENTRIES; i++) {
			call(request(i));
			copies.add(request(i));
		}
		Collections.shuffle(copies, new Random(1));
		this.requests = copies.toArray(CityRequest[]::new);
		long before = this.service.runs();
		for (CityRequest request : this.requests) {
			call(request);
		}
		if (this.application.isCached() && this.service.runs() != before) {
			throw new IllegalStateException(this.subject + " does not have what was cached");
		}
	}

	private void call(CityRequest request) {
		this.service.simple(request.getId());
		this.service.named(request.getId(), "XY");
		this.service.path(request);
	}

	private static CityRequest request(int number) {
		return new CityRequest("key-" + number);
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() throws Exception {
		this.application.close();
	}

	/**
	 * Call a method whose argument is the key.
	 */
	@Benchmark
	public Object simple(Cursor cursor) {
		return this.service.simple(cursor.next().getId());
	}

	/**
	 * Call a method one of whose arguments is the key.
	 */
	@Benchmark
	public Object named(Cursor cursor) {
		return this.service.named(cursor.next().getId(), "XY");
	}

	/**
	 * Call a method a property of whose argument is the key.
	 */
	@Benchmark
	public Object path(Cursor cursor) {
		return this.service.path(cursor.next());
	}

	/**
	 * Where one thread is in the list of arguments.
	 */
	@State(Scope.Thread)
	public static class Cursor {

		private CityRequest[] requests;

		private int next;

		/**
		 * Begin somewhere else than the other threads.
		 */
		@Setup
		public void begin(CallBenchmark benchmark) {
			this.requests = benchmark.requests;
			this.next = benchmark.threads.getAndIncrement() * (this.requests.length / 3) % this.requests.length;
		}

		CityRequest next() {
			int index = this.next;
			this.next = (index + 1 < this.requests.length) ? index + 1 : 0;
			return this.requests[index];
		}

	}

}
