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

package io.github.warmcache.warmup.fill;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.warmup.FakeHeap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryGuard}.
 */
class MemoryGuardTests {

	private final FakeHeap heap = new FakeHeap();

	private final AtomicLong time = new AtomicLong();

	private final List<Long> pauses = new ArrayList<>();

	private final MemoryGuard guard = new MemoryGuard(this.heap, this.time::get);

	@Test
	void belowTheWatermarkNothingIsDone() throws Exception {
		this.heap.use = 0.8;
		assertThat(isShort(0.8)).isFalse();
		assertThat(this.heap.collections).isZero();
	}

	@Test
	void garbageIsNotUse() throws Exception {
		this.heap.use = 0.9;
		this.heap.afterCollection(0.5);
		assertThat(isShort(0.8)).isFalse();
		assertThat(this.heap.collections).isOne();
	}

	@Test
	void whatIsInUseAfterACollectionIsShort() throws Exception {
		this.heap.use = 0.9;
		this.heap.afterCollection(0.81);
		assertThat(isShort(0.8)).isTrue();
	}

	@Test
	void untilTheNextCollectionHalfOfTheRestMayBeUsed() throws Exception {
		collectNow();
		this.heap.use = 0.89;
		assertThat(isShort(0.8)).isFalse();
		assertThat(this.heap.collections).isOne();
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void beyondThatTheNextCollectionIsWaitedFor() throws Exception {
		collectNow();
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(2));
		this.heap.use = 0.91;
		this.heap.afterCollection(0.7);
		assertThat(isShort(0.8)).isFalse();
		assertThat(this.pauses).containsExactly(TimeUnit.SECONDS.toNanos(3));
		assertThat(this.heap.collections).isEqualTo(2);
	}

	@Test
	void laterACollectionIsAskedForAgain() throws Exception {
		collectNow();
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(5));
		this.heap.use = 0.81;
		assertThat(isShort(0.8)).isTrue();
		assertThat(this.pauses).isEmpty();
		assertThat(this.heap.collections).isEqualTo(2);
	}

	@Test
	void whileServingNoCollectionIsAskedFor() throws Exception {
		MemoryGuard serving = this.guard.whileServing();
		this.heap.use = 0.81;
		assertThat(serving.isShort(0.8, this.pauses::add)).isTrue();
		this.heap.use = 0.8;
		assertThat(serving.isShort(0.8, this.pauses::add)).isFalse();
		assertThat(this.heap.collections).isZero();
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void atOneItIsOff() throws Exception {
		this.heap.use = 1;
		assertThat(isShort(1)).isFalse();
		assertThat(this.heap.collections).isZero();
	}

	@Test
	void theHeapOfThisJvmIsSomewhereBetweenEmptyAndFull() {
		MemoryGuard.JvmHeap real = new MemoryGuard.JvmHeap();
		real.collect();
		assertThat(real.use()).isBetween(0.001, 0.999);
	}

	private void collectNow() throws InterruptedException {
		this.heap.use = 0.9;
		this.heap.afterCollection(0.7);
		assertThat(isShort(0.8)).isFalse();
	}

	private boolean isShort(double watermark) throws InterruptedException {
		return this.guard.isShort(watermark, (nanos) -> {
			this.pauses.add(nanos);
			this.time.addAndGet(nanos);
		});
	}

}
