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

package io.github.warmcache.answers;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AnswerShare}.
 */
class AnswerShareTests {

	private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

	private final AnswerShare learned = new AnswerShare(null, 0, 0);

	private long nothing;

	private long reads;

	@Test
	void saysNothingWithoutEnoughReads() {
		sample(this.learned, 6, 10, 10);
		assertThat(this.learned.share()).isNaN();
		assertThat(this.learned.limit()).isNaN();
		assertThat(this.learned.isExceeded()).isFalse();
	}

	@Test
	void looksBackFurtherIfThereAreFewReads() {
		sample(this.learned, 10, 2, 5);
		assertThat(this.learned.share()).isNaN();
		sample(this.learned, 10, 2, 5);
		assertThat(this.learned.share()).isEqualTo(0.4);
	}

	@Test
	void forgetsWhatIsOlderThanTheWindowIfThereAreManyReads() {
		sample(this.learned, 6, 1000, 1000);
		assertThat(this.learned.share()).isOne();
		sample(this.learned, 6, 0, 1000);
		assertThat(this.learned.share()).isZero();
	}

	@Test
	void noticesWithinASampleThatMostAnswersAreMissing() {
		sample(this.learned, 24, 20, 1000);
		assertThat(this.learned.usual()).isCloseTo(0.02, ROUNDING);
		assertThat(this.learned.limit()).isCloseTo(0.12, ROUNDING);
		assertThat(this.learned.isExceeded()).isFalse();
		sample(this.learned, 1, 900, 1000);
		assertThat(this.learned.isExceeded()).isTrue();
	}

	@Test
	void doesNotLearnWhatItReports() {
		sample(this.learned, 24, 20, 1000);
		sample(this.learned, 2000, 900, 1000);
		assertThat(this.learned.isExceeded()).isTrue();
		assertThat(this.learned.usual()).isCloseTo(0.02, ROUNDING);
		sample(this.learned, 7, 20, 1000);
		assertThat(this.learned.isExceeded()).isFalse();
		assertThat(this.learned.share()).isEqualTo(0.02);
	}

	@Test
	void acceptsASlowChange() {
		for (int share = 0; share <= 500; share += 5) {
			sample(this.learned, 60, share, 1000);
			assertThat(this.learned.isExceeded()).as("Share of %d", share).isFalse();
		}
	}

	@Test
	void limitLeavesRoomAboveAnyUsualShareAndIsNeverOutOfReach() {
		for (int usual = 0; usual < 1000; usual += 50) {
			AnswerShare share = new AnswerShare(null, this.nothing, this.reads);
			sample(share, 24, usual, 1000);
			assertThat(share.isExceeded()).isFalse();
			assertThat(share.limit()).isGreaterThan(usual / 1000.0).isLessThan(1);
			sample(share, 6, 1000, 1000);
			assertThat(share.isExceeded()).as("Usual %d", usual).isTrue();
		}
	}

	@Test
	void writtenLimitHoldsFromTheFirstReads() {
		AnswerShare written = new AnswerShare(0.5, 0, 0);
		sample(written, 1, 51, 100);
		assertThat(written.isExceeded()).isTrue();
		assertThat(written.limit()).isEqualTo(0.5);
		sample(written, 6, 49, 100);
		assertThat(written.isExceeded()).isFalse();
	}

	@Test
	void writtenLimitOfOneReportsNothing() {
		AnswerShare written = new AnswerShare(1.0, 0, 0);
		sample(written, 10, 100, 100);
		assertThat(written.isExceeded()).isFalse();
	}

	@Test
	void reportEndsWhenNobodyReadsAnyMore() {
		AnswerShare written = new AnswerShare(0.5, 0, 0);
		sample(written, 6, 100, 100);
		assertThat(written.isExceeded()).isTrue();
		sample(written, AnswerShare.LONGEST, 0, 0);
		assertThat(written.isExceeded()).isFalse();
		assertThat(written.share()).isNaN();
	}

	@Test
	void countsThatGoBackAreNoReads() {
		AnswerShare written = new AnswerShare(0.5, 1000, 1000);
		written.sample(10, 10);
		written.sample(20, 210);
		assertThat(written.share()).isEqualTo(0.05);
	}

	private void sample(AnswerShare share, int samples, long moreNothing, long moreReads) {
		for (int i = 0; i < samples; i++) {
			this.nothing += moreNothing;
			this.reads += moreReads;
			share.sample(this.nothing, this.reads);
		}
	}

}
