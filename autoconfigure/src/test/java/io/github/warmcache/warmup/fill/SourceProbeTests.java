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

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SourceProbe}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SourceProbeTests {

	private static final WarmupLimits PROBED = new WarmupLimits(null, null, null, null, 1, 0, false, true);

	private final TestWarmup test = new TestWarmup();

	private final List<Object> asked = new ArrayList<>();

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void aSourceThatAnswersIsAskedForOneOfTheKeys() {
		run(PROBED, (key) -> null);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.asked).hasSize(1);
		assertThat(this.asked.get(0)).isIn(0, 1, 2);
	}

	@Test
	void aSourceThatFailsKeepsTheApplicationFromTraffic() {
		this.test.deadline(Duration.ofMillis(300));
		run(PROBED, (key) -> {
			throw new IOException("password=hunter2");
		});
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").attempts()).isGreaterThan(1);
		assertThat(this.test.progress("cities").lastError())
			.contains("SourceFailedException: the entries came, but the source failed for one of their keys")
			.contains("IOException")
			.doesNotContain("hunter2");
	}

	@Test
	void aSourceThatIsAwayIsWaitedForAndNoReasonToRefuseTraffic() {
		this.test.deadline(Duration.ofMillis(300));
		run(PROBED, (key) -> {
			throw new SQLException("secret", "08001", new ConnectException("refused"));
		});
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").attempts()).isGreaterThan(1);
		assertThat(this.test.progress("cities").lastError())
			.contains("the entries came, but the source failed for one of their keys")
			.doesNotContain("secret");
	}

	@Test
	void aSourceThatIsAwayForAMomentMakesNoDifference() {
		run(PROBED, (key) -> {
			if (this.asked.size() < 5) {
				throw new ConnectException("refused");
			}
			return "value";
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("cities").attempts()).isEqualTo(2);
	}

	@Test
	void aWrongPasswordIsNoOutage() {
		this.test.deadline(Duration.ofMillis(300));
		run(PROBED, (key) -> {
			throw new SQLTransientConnectionException("no connection", "08001",
					new SQLException("password authentication failed", "28P01"));
		});
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void anUnknownHostIsNoOutage() {
		this.test.deadline(Duration.ofMillis(300));
		run(PROBED, (key) -> {
			throw new SQLException("no connection", "08001", new UnknownHostException("db.example.org"));
		});
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void aSnapshotIsOfThisPodWhichCouldReadTheSource() {
		CacheSource<Object, Object> source = (key) -> {
			throw new IOException();
		};
		this.test.cache("cities", null, source)
			.limited("cities", true, PROBED, Map.of("snapshot", TestWarmup.rows(3)))
			.run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aSourceThatComesBackEndsTheWait() {
		run(PROBED, (key) -> {
			if (this.asked.size() < 5) {
				throw new IOException();
			}
			return "value";
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.asked).hasSize(5);
		assertThat(this.test.progress("cities").attempts()).isEqualTo(2);
	}

	@Test
	void aFailureThatStaysEndsTheWaitAtOnce() {
		run(PROBED, (key) -> {
			throw new SQLException("column does not exist", "42703");
		});
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").attempts()).isOne();
		assertThat(this.test.progress("cities").lastError()).contains("42703");
	}

	@Test
	void aSourceOfTheUserCanSaySo() {
		run(PROBED, (key) -> {
			throw new PermanentSourceException("the service is gone", null);
		});
		assertThat(this.test.progress("cities").attempts()).isOne();
	}

	@Test
	void anEntryThatCannotBeReadIsAnAnswer(CapturedOutput output) {
		run(PROBED, (key) -> {
			throw new UnreadableEntryException("broken");
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.asked).hasSize(3);
		assertThat(output).containsOnlyOnce(
				"Cache 'cities': the source cannot read single entries that the cache holds (UnreadableEntryException: broken)");
	}

	@Test
	void oneKeyThatFailsKeepsNobodyFromTraffic(CapturedOutput output) {
		run(PROBED, (key) -> {
			if (this.asked.size() < 3) {
				throw new IllegalArgumentException("no such key");
			}
			return "value";
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("cities").attempts()).isOne();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void aKeyThatIsNotOfTheSourceIsNotProbed() {
		CacheSource<Object, Object> source = (key) -> {
			throw new IOException();
		};
		this.test.cache("cities", null, source)
			.limited("cities", true, PROBED, (context) -> context.accept(SimpleKey.EMPTY, "all"))
			.run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aSourceThatLoadsNoSingleKeysIsNotReadByAnyone() {
		run(PROBED, (key) -> {
			throw new UnsupportedOperationException();
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void withoutTheLimitNothingIsProbed() {
		run(WarmupLimits.NONE, (key) -> {
			throw new IOException();
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void aFillWhileTheApplicationServesProbesNothing() throws Exception {
		this.test.cache("cities", null, (CacheSource<Object, Object>) (key) -> {
			throw new IOException();
		});
		CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(), Map.of("test", TestWarmup.rows(3)),
				PROBED);
		try (WarmupExecution warmup = this.test.limited("cities", true, PROBED, TestWarmup.rows(3)).build()) {
			CacheProgress progress = new CacheProgress(step, System::nanoTime);
			assertThat(warmup.refiller(step, progress, null).fill().problem()).isNull();
			assertThat(progress.snapshot().entries()).isEqualTo(3);
		}
	}

	@Test
	void aCacheWithoutASourceHasNothingToProbe() {
		this.test.cache("cities", null, null).limited("cities", true, PROBED, TestWarmup.rows(3)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	private void run(WarmupLimits limits, CacheSource<Object, Object> source) {
		CacheWarmer warmer = TestWarmup.rows(3);
		CacheSource<Object, Object> asked = (key) -> {
			this.asked.add(key);
			return source.load(key);
		};
		this.test.cache("cities", null, asked).limited("cities", true, limits, warmer).run();
	}

}
