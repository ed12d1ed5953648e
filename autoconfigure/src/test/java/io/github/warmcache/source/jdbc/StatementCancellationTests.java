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

package io.github.warmcache.source.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link StatementCancellation}.
 */
class StatementCancellationTests {

	private final Statement statement = Mockito.mock();

	private final StatementCancellation cancellation = new StatementCancellation();

	@Test
	void repeatsACancelThatTheDriverIgnoresUntilTheStreamEnds() throws Exception {
		this.cancellation.begin(this.statement);
		BDDMockito.willDoNothing().willAnswer((call) -> {
			this.cancellation.close();
			return null;
		}).given(this.statement).cancel();
		CompletableFuture.runAsync(this.cancellation::cancel).join();
		BDDMockito.then(this.statement).should(Mockito.times(2)).cancel();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void givesUpAfterAFewAttempts() throws Exception {
		this.cancellation.begin(this.statement);
		CompletableFuture.runAsync(this.cancellation::cancel).join();
		BDDMockito.then(this.statement).should(Mockito.times(5)).cancel();
	}

	@Test
	void doesNotWaitForAStreamOnItsOwnThread() throws Exception {
		this.cancellation.begin(this.statement);
		this.cancellation.cancel();
		BDDMockito.then(this.statement).should().cancel();
	}

	@Test
	void survivesADriverThatCannotCancel() throws Exception {
		this.cancellation.begin(this.statement);
		BDDMockito.willThrow(new SQLException("no")).given(this.statement).cancel();
		assertThatNoException().isThrownBy(this.cancellation::cancel);
		assertThat(this.cancellation.isCancelled()).isTrue();
	}

	@Test
	void interruptsAStreamThatHasNoStatementYet() {
		CompletableFuture.runAsync(this.cancellation::cancel).join();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> this.cancellation.begin(this.statement));
		this.cancellation.close();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void leavesAThreadAloneWhoseStreamIsOver() {
		this.cancellation.close();
		CompletableFuture.runAsync(this.cancellation::cancel).join();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

}
