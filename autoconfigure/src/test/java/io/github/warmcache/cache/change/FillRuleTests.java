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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.DatabaseTransactions;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedRead;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which loads inside transactions are kept.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class FillRuleTests {

	private static DatabaseTransactions transactions;

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.shared().sharedTier(this.shared).build();

	@BeforeAll
	static void connect() {
		transactions = new DatabaseTransactions();
	}

	@Test
	void whatAWritingTransactionLoadsIsKeptNowhere() {
		transactions.commit(() -> assertThat(this.cache.get(1, () -> "uncommitted")).isEqualTo("uncommitted"));
		assertThat(this.cache.get(1)).isNull();
		assertThat(this.shared.calls).containsExactly("lease", "release", "read");
		assertThat(this.cache.statistics().count(CacheEvent.TRANSACTION_FILL_REFUSED)).isEqualTo(1);
		assertThat(this.cache.statistics().count(CacheEvent.METHOD_LOADED)).isEqualTo(1);
	}

	@Test
	void whatAReadOnlyTransactionAtReadCommittedLoadsIsKept() {
		load(readOnly(TransactionDefinition.ISOLATION_READ_COMMITTED));
		assertThat(this.cache.get(1, String.class)).isEqualTo("loaded");
		assertThat(this.shared.values).containsKey(1);
	}

	@Test
	void whatATransactionAtRepeatableReadLoadsIsKeptNowhere(CapturedOutput output) {
		load(readOnly(TransactionDefinition.ISOLATION_REPEATABLE_READ));
		load(readOnly(TransactionDefinition.ISOLATION_REPEATABLE_READ));
		assertThat(this.cache.get(1)).isNull();
		assertThat(output.getOut().split("Cache 'cities' does not keep", -1)).hasSize(2);
	}

	@Test
	void unknownIsolationIsNotTrusted() {
		load(readOnly(TransactionDefinition.ISOLATION_DEFAULT));
		assertThat(this.cache.get(1)).isNull();
		assertThat(this.cache.statistics().count(CacheEvent.TRANSACTION_FILL_REFUSED)).isEqualTo(1);
	}

	@Test
	void valuesOfTheSharedTierAreKeptInAnyTransaction() {
		this.shared.values.put(1, new SharedRead.Hit("shared", TestCaches.TTL));
		transactions.commit(() -> this.cache.get(1, () -> "loaded"));
		this.shared.values.clear();
		assertThat(this.cache.get(1, String.class)).isEqualTo("shared");
	}

	@Test
	void valuesOfTheSourceAreKeptInAnyTransaction() {
		CacheSource<Object, Object> source = (key) -> "source";
		TieredCache sourced = TestCaches.local().source(source).build();
		transactions.commit(() -> sourced.get(1, () -> "loaded"));
		assertThat(sourced.getNativeCache().asMap()).containsKey(1);
	}

	@Test
	void whatAWritingTransactionLoadsIsNotHandedToOthers() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<String> writer = CompletableFuture.supplyAsync(() -> {
			String[] result = new String[1];
			transactions.commit(() -> result[0] = this.cache.get(1, () -> {
				loading.countDown();
				go.await();
				return "uncommitted";
			}));
			return result[0];
		});
		loading.await();
		assertThat(this.cache.get(1, () -> "committed")).isEqualTo("committed");
		go.countDown();
		assertThat(writer.get()).isEqualTo("uncommitted");
		assertThat(this.cache.get(1, String.class)).isEqualTo("committed");
	}

	@Test
	void writingTransactionTakesWhatAnotherThreadLoads() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> this.cache.get(1, () -> {
			loading.countDown();
			go.await();
			return "committed";
		}));
		loading.await();
		CompletableFuture<String> writer = CompletableFuture.supplyAsync(() -> {
			String[] result = new String[1];
			transactions.commit(() -> result[0] = this.cache.get(1, () -> "uncommitted"));
			return result[0];
		});
		Awaitility.await().until(() -> this.cache.statistics().count(CacheEvent.FLIGHT_JOINED) == 1);
		go.countDown();
		assertThat(writer.get()).isEqualTo("committed");
		assertThat(reader.get()).isEqualTo("committed");
	}

	@Test
	void asynchronousLoadInAWritingTransactionIsKeptNowhere() {
		TieredCache local = TestCaches.local().build();
		transactions.commit(() -> {
			CompletableFuture<String> body = new CompletableFuture<>();
			CompletableFuture<String> mine = local.retrieve(1, () -> body);
			assertThat(DatabaseTransactions.elsewhere(() -> local.get(1, () -> "committed"))).isEqualTo("committed");
			local.evict(2);
			body.complete("uncommitted");
			assertThat(mine).isCompletedWithValue("uncommitted");
		});
		assertThat(local.get(1, String.class)).isEqualTo("committed");
		assertThat(local.statistics().count(CacheEvent.TRANSACTION_FILL_REFUSED)).isEqualTo(1);
	}

	private void load(Consumer<DefaultTransactionDefinition> settings) {
		transactions.run(settings, false, () -> assertThat(this.cache.get(1, () -> "loaded")).isEqualTo("loaded"));
	}

	private static Consumer<DefaultTransactionDefinition> readOnly(int isolation) {
		return (definition) -> {
			definition.setReadOnly(true);
			definition.setIsolationLevel(isolation);
		};
	}

}
