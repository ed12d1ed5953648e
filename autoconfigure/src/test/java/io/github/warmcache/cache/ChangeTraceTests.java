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

import java.time.Duration;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ChangeTrace}.
 */
@Tag("servers")
class ChangeTraceTests {

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.shared().sharedTier(this.shared).build();

	@Test
	void reportsNothingWhereNothingWasChanged() {
		try (ChangeTrace trace = ChangeTrace.start()) {
			this.cache.get(1, () -> "loaded");
			assertThat(trace.outcome()).isNull();
		}
		this.cache.put(1, "not watched");
	}

	@Test
	void reportsTheWorstOutcome() {
		try (ChangeTrace trace = ChangeTrace.start()) {
			this.cache.put(1, "a");
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.APPLIED);
			this.shared.changeOutcome = ChangeOutcome.SUPERSEDED;
			this.cache.put(1, "a");
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.SUPERSEDED);
			this.shared.changeOutcome = ChangeOutcome.QUEUED;
			this.cache.evict(1);
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.QUEUED);
			this.shared.changeOutcome = ChangeOutcome.FAILED;
			this.cache.clear();
			this.shared.changeOutcome = ChangeOutcome.APPLIED;
			this.cache.evict(1);
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.FAILED);
		}
	}

	@Test
	void reportsWhatIsAppliedAfterTheCommit() {
		DatabaseTransactions transactions = new DatabaseTransactions();
		this.shared.changeOutcome = ChangeOutcome.QUEUED;
		try (ChangeTrace trace = ChangeTrace.start()) {
			transactions.rollBack(() -> this.cache.put(1, "a"));
			assertThat(trace.outcome()).isNull();
			transactions.commit(() -> {
				this.cache.put(1, "a");
				assertThat(trace.outcome()).isNull();
			});
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.QUEUED);
		}
	}

	@Test
	void innerTraceReportsToTheOuterOne() {
		try (ChangeTrace outer = ChangeTrace.start()) {
			try (ChangeTrace inner = ChangeTrace.start()) {
				assertThat(inner.outcome()).isNull();
			}
			assertThat(outer.outcome()).isNull();
			ChangeTrace inner = ChangeTrace.start();
			this.cache.put(1, "a");
			inner.close();
			inner.close();
			assertThat(outer.outcome()).isEqualTo(ChangeOutcome.APPLIED);
		}
	}

	@Test
	void reportsChangesOfThisPodOnlyAsApplied() {
		TieredCache local = TestCaches.local().build();
		try (ChangeTrace trace = ChangeTrace.start()) {
			local.evict(1);
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.APPLIED);
		}
		try (ChangeTrace trace = ChangeTrace.start()) {
			local.putIfAbsent(1, "a");
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.APPLIED);
		}
	}

	@Test
	void reportsChangesOfThreadsThatMustNotWaitAsQueued() {
		ChangeOutcome outcome = Mono.fromCallable(() -> {
			try (ChangeTrace trace = ChangeTrace.start()) {
				this.cache.evict(1);
				return trace.outcome();
			}
		}).subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(20));
		assertThat(outcome).isEqualTo(ChangeOutcome.QUEUED);
	}

	@Test
	void reportsPutIfAbsentOnlyIfItStored() {
		try (ChangeTrace trace = ChangeTrace.start()) {
			this.shared.values.put(1, new SharedRead.Hit("there", Duration.ofMinutes(1)));
			this.cache.putIfAbsent(1, "a");
			assertThat(trace.outcome()).isNull();
			this.cache.putIfAbsent(2, "a");
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.APPLIED);
		}
		TieredCache alone = TestCaches.shared().sharedTier(new FakeSharedTier() {

			@Override
			public SharedRead putIfAbsent(Object key, Object value, Duration timeToLive) {
				return new SharedRead.Miss(MissCause.UNAVAILABLE, null);
			}

		}).build();
		try (ChangeTrace trace = ChangeTrace.start()) {
			alone.putIfAbsent(1, "a");
			assertThat(trace.outcome()).isEqualTo(ChangeOutcome.FAILED);
		}
	}

}
