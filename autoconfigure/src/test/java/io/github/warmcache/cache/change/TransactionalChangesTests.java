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

package io.github.warmcache.cache.change;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.cache.DatabaseTransactions;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.ChangeOutcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of changes inside transactions.
 */
@Tag("servers")
class TransactionalChangesTests {

	private static DatabaseTransactions transactions;

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.shared().sharedTier(this.shared).build();

	@BeforeAll
	static void connect() {
		transactions = new DatabaseTransactions();
	}

	@Test
	void putTakesEffectAfterTheCommit() {
		this.cache.put(1, "old");
		this.shared.calls.clear();
		transactions.commit(() -> {
			this.cache.put(1, "new");
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get(1, String.class))).isEqualTo("old");
			assertThat(this.shared.calls).isEmpty();
		});
		assertThat(this.shared.calls).containsExactly("update");
		assertThat(value(1)).isEqualTo("new");
	}

	@Test
	void evictAndClearTakeEffectAfterTheCommit() {
		this.cache.put(1, "old");
		this.shared.calls.clear();
		transactions.commit(() -> {
			this.cache.evict(1);
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get(1, String.class))).isEqualTo("old");
		});
		assertThat(value(1)).isNull();
		this.cache.put(2, "old");
		transactions.commit(() -> {
			this.cache.clear();
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get(2, String.class))).isEqualTo("old");
		});
		assertThat(value(2)).isNull();
	}

	@Test
	void rolledBackTransactionChangesNothing() {
		this.cache.put(1, "old");
		this.shared.calls.clear();
		transactions.rollBack(() -> {
			this.cache.put(1, "new");
			this.cache.put(2, "new");
			this.cache.clear();
			this.cache.put(2, "newer");
		});
		assertThat(this.shared.calls).isEmpty();
		assertThat(value(1)).isEqualTo("old");
		assertThat(value(2)).isNull();
	}

	@Test
	void lastChangeOfAKeyIsAppliedInTheOrderOfTheLast() {
		transactions.commit(() -> {
			this.cache.put(1, "a");
			this.cache.put(2, "b");
			this.cache.evict(1);
			this.cache.put(1, "c");
			this.cache.evict(2);
		});
		assertThat(this.shared.calls).containsExactly("update", "invalidate");
		assertThat(value(1)).isEqualTo("c");
	}

	@Test
	void clearSwallowsWhatCameBeforeIt() {
		this.cache.put(3, "old");
		this.shared.calls.clear();
		transactions.commit(() -> {
			this.cache.put(1, "a");
			this.cache.evict(3);
			this.cache.clear();
			this.cache.put(2, "b");
		});
		assertThat(this.shared.calls).containsExactly("clear", "invalidate");
		assertThat(value(1)).isNull();
		assertThat(value(2)).isNull();
	}

	@Test
	void changesOfAnInnerTransactionTakeEffectAtItsOwnCommit() {
		transactions.rollBack(() -> {
			this.cache.put(1, "outer");
			transactions.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, false, () -> {
				assertThat(value(1)).isNull();
				this.cache.put(2, "inner");
			});
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get(2, String.class))).isEqualTo("inner");
			assertThat(value(1)).isEqualTo("outer");
		});
		assertThat(value(1)).isNull();
		assertThat(value(2)).isEqualTo("inner");
	}

	@Test
	void changesOfARolledBackInnerTransactionAreLostAlone() {
		transactions.commit(() -> {
			this.cache.put(1, "outer");
			transactions.run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, true, () -> this.cache.put(2, "inner"));
			assertThat(value(2)).isNull();
		});
		assertThat(value(1)).isEqualTo("outer");
		assertThat(value(2)).isNull();
	}

	@Test
	void changesOutsideOfTheSuspendedTransactionTakeEffectAtOnce() {
		transactions.rollBack(() -> transactions.run(TransactionDefinition.PROPAGATION_NOT_SUPPORTED, false,
				() -> this.cache.put(1, "now")));
		assertThat(value(1)).isEqualTo("now");
	}

	@Test
	void errorThatMeetsAChangeLosesNoOtherOne() {
		FakeSharedTier failing = new FakeSharedTier() {
			@Override
			public ChangeOutcome invalidate(Object key) {
				if (key.equals(1)) {
					throw new StackOverflowError();
				}
				return super.invalidate(key);
			}
		};
		TieredCache cache = TestCaches.shared().sharedTier(failing).build();
		cache.put(2, "old");
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> transactions.commit(() -> {
			cache.evict(1);
			cache.evict(2);
		}));
		assertThat(failing.calls).contains("invalidate");
		assertThat(cache.get(2)).isNull();
	}

	@Test
	void putsBecomeEvictionsWhenASavepointIsRolledBack() {
		this.cache.put(1, "old");
		this.cache.put(2, "old");
		transactions.commit(() -> {
			this.cache.put(1, "before");
			transactions.run(TransactionDefinition.PROPAGATION_NESTED, true, () -> this.cache.put(2, "nested"));
			assertThat(value(1)).isNull();
			assertThat(value(2)).isNull();
			this.cache.put(3, "after");
		});
		assertThat(value(1)).isNull();
		assertThat(value(2)).isNull();
		assertThat(value(3)).isEqualTo("after");
	}

	@Test
	void putsBecomeEvictionsWhenNobodyKnowsWhatBecameOfTheTransaction() {
		this.cache.put(1, "old");
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try {
			this.cache.put(1, "new");
			TransactionSynchronizationUtils.invokeAfterCompletion(
					TransactionSynchronizationManager.getSynchronizations(), TransactionSynchronization.STATUS_UNKNOWN);
		}
		finally {
			TransactionSynchronizationManager.clear();
		}
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		assertThat(value(1)).isNull();
	}

	@Test
	void transactionReadsWhatItPut() {
		this.cache.put(1, "old");
		transactions.commit(() -> {
			this.cache.put(1, "new");
			this.cache.put(2, null);
			assertThat(this.cache.get(1)).extracting(ValueWrapper::get).isEqualTo("new");
			assertThat(value(1)).isEqualTo("new");
			assertThat(this.cache.get(1, () -> "loaded")).isEqualTo("new");
			assertThat(this.cache.retrieve(1)).isCompletedWithValueMatching(
					(value) -> value instanceof ValueWrapper wrapper && "new".equals(wrapper.get()));
			assertThat(this.cache.retrieve(1, () -> CompletableFuture.completedFuture("loaded")))
				.isCompletedWithValue("new");
			assertThat(this.cache.get(2)).isNotNull().extracting(ValueWrapper::get).isNull();
		});
	}

	@Test
	void transactionReadsPastAllTiersWhatItRemoved() {
		for (Runnable removal : List.<Runnable>of(() -> this.cache.evict(1), this.cache::clear)) {
			this.cache.put(1, "old");
			transactions.commit(() -> {
				removal.run();
				this.shared.calls.clear();
				assertThat(this.cache.get(1)).isNull();
				assertThat(value(1)).isNull();
				assertThat(this.cache.get(1, () -> "loaded")).isEqualTo("loaded");
				assertThat(this.cache.get(1, () -> "again")).isEqualTo("again");
				assertThat(this.cache.retrieve(1)).isCompletedWithValue(null);
				assertThat(this.cache.retrieve(1, () -> CompletableFuture.completedFuture("loaded")))
					.isCompletedWithValue("loaded");
				assertThat(this.shared.calls).isEmpty();
				assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get(1, String.class))).isEqualTo("old");
			});
			assertThat(value(1)).isNull();
		}
	}

	@Test
	void immediateEvictionsTakeEffectAtOnceAndOnceMore() {
		this.cache.put(1, "old");
		this.shared.calls.clear();
		transactions.commit(() -> {
			assertThat(this.cache.evictIfPresent(1)).isTrue();
			assertThat(this.shared.calls).containsExactly("invalidate");
			// What is not committed yet is unknown to another thread.
			DatabaseTransactions.elsewhere(() -> this.cache.get(1, () -> "old"));
		});
		assertThat(value(1)).isNull();
		this.cache.put(1, "old");
		transactions.commit(() -> {
			assertThat(this.cache.invalidate()).isTrue();
			DatabaseTransactions.elsewhere(() -> this.cache.get(1, () -> "old"));
		});
		assertThat(value(1)).isNull();
	}

	@Test
	void putIfAbsentReturnsWhatIsThereOrWaits() {
		this.cache.put(1, "old");
		transactions.commit(() -> {
			assertThat(this.cache.putIfAbsent(1, "new")).extracting(ValueWrapper::get).isEqualTo("old");
			assertThat(this.cache.putIfAbsent(2, "a")).isNull();
			assertThat(this.cache.putIfAbsent(2, "b")).extracting(ValueWrapper::get).isEqualTo("a");
			this.cache.evict(1);
			assertThat(this.cache.putIfAbsent(1, "new")).isNull();
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.get(2))).isNull();
			assertThat(DatabaseTransactions.elsewhere(() -> this.cache.putIfAbsent(3, "other"))).isNull();
			assertThat(this.cache.putIfAbsent(3, "mine")).extracting(ValueWrapper::get).isEqualTo("other");
		});
		assertThat(value(1)).isEqualTo("new");
		assertThat(value(2)).isEqualTo("a");
	}

	@Test
	void putIfAbsentYieldsToWhatCameBeforeTheCommit() {
		transactions.commit(() -> {
			assertThat(this.cache.putIfAbsent(1, "mine")).isNull();
			DatabaseTransactions.elsewhere(() -> this.cache.putIfAbsent(1, "other"));
		});
		assertThat(value(1)).isEqualTo("other");
	}

	@Test
	void changesAfterTheCommitAreNotLost() {
		TransactionSynchronization listener = new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				TransactionalChangesTests.this.cache.put(1, "after commit");
			}

			@Override
			public void afterCompletion(int status) {
				TransactionalChangesTests.this.cache.put(2, "after completion");
			}

		};
		transactions.commit(() -> TransactionSynchronizationManager.registerSynchronization(listener));
		assertThat(value(1)).isEqualTo("after commit");
		assertThat(value(2)).isEqualTo("after completion");
		transactions.commit(() -> {
			this.cache.put(1, "before commit");
			TransactionSynchronizationManager.registerSynchronization(listener);
		});
		assertThat(value(1)).isEqualTo("after commit");
	}

	@Test
	void othersAreToldOfTheCommitWhenTheChangesAreApplied() {
		transactions.commit(() -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					assertThat(DatabaseTransactions
						.elsewhere(() -> TransactionalChangesTests.this.cache.get(1, String.class))).isEqualTo("new");
				}

			});
			this.cache.put(1, "new");
		});
	}

	@Test
	void changeThatCannotBeToldIsRefusedWhenItIsMade() {
		TieredCache picky = TestCaches.shared().sharedTier(new FakeSharedTier() {

			@Override
			public int stripe(Object key) {
				if (key instanceof Object[]) {
					throw new IllegalArgumentException("No text form");
				}
				return super.stripe(key);
			}

		}).build();
		transactions.commit(() -> assertThatIllegalArgumentException().isThrownBy(() -> picky.evict(new Object[0])));
	}

	@Test
	void failureAfterTheCommitReachesNobodyAndStopsNothing() {
		FakeSharedTier failing = new FakeSharedTier() {

			@Override
			public ChangeOutcome update(Object key, Object value, Duration timeToLive) {
				throw new IllegalStateException("broken");
			}

		};
		TieredCache other = TestCaches.shared().sharedTier(failing).build();
		transactions.commit(() -> {
			other.put(1, "new");
			other.evict(2);
			this.cache.put(1, "new");
		});
		assertThat(failing.calls).containsExactly("invalidate", "invalidate");
		assertThat(other.getNativeCache().asMap()).isEmpty();
		assertThat(value(1)).isEqualTo("new");
	}

	private String value(Object key) {
		return this.cache.get(key, String.class);
	}

}
