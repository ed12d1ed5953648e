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

package io.github.warmcache.warmup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.github.warmcache.warmup.fill.MemoryGuard;

/**
 * Heap whose use a test says.
 */
public final class FakeHeap implements MemoryGuard.HeapView {

	public volatile double use;

	public volatile int collections;

	/**
	 * What is in use after each collection; none frees anything once this is empty.
	 */
	private final Deque<Double> afterCollection = new ArrayDeque<>();

	public FakeHeap afterCollection(Double... uses) {
		this.afterCollection.addAll(List.of(uses));
		return this;
	}

	@Override
	public double use() {
		return this.use;
	}

	@Override
	public synchronized void collect() {
		this.collections++;
		Double next = this.afterCollection.poll();
		if (next != null) {
			this.use = next;
		}
	}

}
