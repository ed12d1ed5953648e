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

package io.github.warmcache.event.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.warmcache.answers.AnswerStatus;
import io.github.warmcache.audit.AuditReport;
import io.github.warmcache.audit.AuditReport.Counts;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.CoherenceReport;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.event.AnswersChanged;
import io.github.warmcache.event.AuditChanged;
import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.CoherenceChanged;
import io.github.warmcache.event.RedisChanged;
import io.github.warmcache.event.RewarmChanged;
import io.github.warmcache.event.SourceBreakerChanged;
import io.github.warmcache.event.WarmupChanged;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatchStatus;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what of a state is told.
 */
class StateChangesTests {

	private Instant now = Instant.parse("2026-03-01T12:00:00Z");

	private final WarmupState warmup = new WarmupState(
			new WarmupPlan(List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("test", (context) -> {
			})), new CacheWarmupStep("tags", false, Set.of(), Map.of("test", (context) -> {
			}))), Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
					new Retries(Duration.ofMinutes(1), 2, Duration.ofMinutes(2), 1), Duration.ofSeconds(5)));

	@Test
	void theEndOfAWarmUpIsToldOfEachCacheAndThenOfAll() {
		WarmupChanges changes = new WarmupChanges(this.warmup);
		assertThat(look(changes)).isEmpty();
		this.warmup.begin();
		this.warmup.progress("cities").beginAttempt();
		assertThat(look(changes)).isEmpty();
		this.warmup.progress("cities").settle(WarmupStatus.WARM);
		this.warmup.markReady();
		// Not every cache is warm, but nothing went wrong either.
		assertThat(this.warmup.status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(look(changes)).containsExactly(
				new WarmupChanged("cities", WarmupStatus.WARMING, WarmupStatus.WARM, this.now, "The cache is filled"));
		this.warmup.progress("tags").settle(WarmupStatus.WARM);
		assertThat(look(changes)).containsExactly(
				new WarmupChanged("tags", WarmupStatus.WARMING, WarmupStatus.WARM, this.now, "The cache is filled"),
				new WarmupChanged(null, WarmupStatus.WARMING, WarmupStatus.WARM, this.now, "All caches are warm"));
		assertThat(look(changes)).isEmpty();
	}

	@Test
	void aWarmUpThatFailsIsToldWhileOtherCachesAreWarmedAndWhenItRecovers() {
		WarmupChanges changes = new WarmupChanges(this.warmup);
		this.warmup.begin();
		this.warmup.progress("tags").beginAttempt();
		this.warmup.progress("cities").lastError("IllegalStateException: source is down");
		this.warmup.progress("cities").settle(WarmupStatus.FAILED);
		this.warmup.giveUpWaiting("required caches are not filled");
		assertThat(look(changes))
			.containsExactly(
					new WarmupChanged("cities", WarmupStatus.WARMING, WarmupStatus.FAILED, this.now,
							"IllegalStateException: source is down"),
					new WarmupChanged(null, WarmupStatus.WARMING, WarmupStatus.FAILED, this.now,
							"required caches are not filled"))
			.noneMatch(CacheStateEvent::well);
		this.warmup.progress("tags").settle(WarmupStatus.WARM);
		this.warmup.progress("cities").improve("1 row is bad");
		this.warmup.markReady();
		assertThat(look(changes)).containsExactly(
				new WarmupChanged("cities", WarmupStatus.FAILED, WarmupStatus.DEGRADED, this.now, "1 row is bad"),
				new WarmupChanged("tags", WarmupStatus.WARMING, WarmupStatus.WARM, this.now, "The cache is filled"),
				new WarmupChanged(null, WarmupStatus.FAILED, WarmupStatus.DEGRADED, this.now,
						"required caches are not filled"));
		this.warmup.progress("cities").improve(null);
		assertThat(look(changes))
			.containsExactly(
					new WarmupChanged("cities", WarmupStatus.DEGRADED, WarmupStatus.WARM, this.now,
							"The cache is filled"),
					new WarmupChanged(null, WarmupStatus.DEGRADED, WarmupStatus.WARM, this.now, "All caches are warm"))
			.allMatch(CacheStateEvent::well);
	}

	@Test
	void reWarmsAreToldWhenTheyBeginToFailAndWhenTheyFillTheCacheAgain() {
		RewarmChanges changes = new RewarmChanges(this.warmup);
		RewarmReport report = RewarmReport.NONE.begin().end(this.now, null);
		this.warmup.progress("cities").rewarms(report);
		assertThat(look(changes)).isEmpty();
		Instant failed = this.now.minusSeconds(1);
		report = report.begin().end(failed, "SQLException");
		this.warmup.progress("cities").rewarms(report);
		assertThat(look(changes)).containsExactly(new RewarmChanged("cities", false, failed, "SQLException"));
		report = report.begin();
		this.warmup.progress("cities").rewarms(report);
		assertThat(look(changes)).isEmpty();
		this.warmup.progress("cities").rewarms(report.end(this.now, null));
		assertThat(look(changes))
			.containsExactly(new RewarmChanged("cities", true, this.now, "The last re-warm filled the cache"));
	}

	@Test
	void aPodThatIsCoherentFromItsStartOnTellsNothing() {
		CoherenceReport[] report = { coherence(CoherenceState.OFF, null) };
		CoherenceChanges changes = new CoherenceChanges(() -> report[0]);
		for (CoherenceState state : List.of(CoherenceState.OFF, CoherenceState.JOINING, CoherenceState.COHERENT)) {
			report[0] = coherence(state, null);
			assertThat(look(changes)).as(state.name()).isEmpty();
		}
		Instant lost = this.now;
		report[0] = coherence(CoherenceState.DEGRADED, "Redis does not answer");
		assertThat(look(changes))
			.containsExactly(new CoherenceChanged(CoherenceState.COHERENT, CoherenceState.DEGRADED, lost,
					"Redis does not answer"))
			.noneMatch(CacheStateEvent::well);
		for (CoherenceState state : List.of(CoherenceState.OFF, CoherenceState.JOINING)) {
			report[0] = coherence(state, null);
			assertThat(look(changes)).as(state.name()).isEmpty();
		}
		report[0] = coherence(CoherenceState.COHERENT, null);
		assertThat(look(changes)).singleElement()
			.isEqualTo(new CoherenceChanged(CoherenceState.DEGRADED, CoherenceState.COHERENT, this.now,
					"This pod and other pods receive each other's invalidations at once"))
			.matches(CacheStateEvent::well);
	}

	@Test
	void aPodThatStartsSlowlyTellsNothingAndOneThatStaysSoDoes() {
		CoherenceReport[] report = { coherence(CoherenceState.DEGRADED, "Redis does not answer") };
		CoherenceChanges slow = new CoherenceChanges(() -> report[0]);
		CoherenceChanges lost = new CoherenceChanges(() -> report[0]);
		Instant begin = this.now;
		this.now = begin.plusMillis(9999);
		assertThat(look(slow)).isEmpty();
		assertThat(look(lost)).isEmpty();
		this.now = begin.plusSeconds(10);
		assertThat(look(lost)).containsExactly(
				new CoherenceChanged(CoherenceState.JOINING, CoherenceState.DEGRADED, begin, "Redis does not answer"));
		assertThat(look(lost)).isEmpty();
		report[0] = coherence(CoherenceState.COHERENT, null);
		assertThat(look(slow)).isEmpty();
		assertThat(look(lost)).hasSize(1);
	}

	@Test
	void aServerThatIsWellIsToldOnlyIfItWasNot() {
		RedisWatchStatus[] status = { redis(RedisWatchState.UNKNOWN) };
		RedisChanges changes = new RedisChanges(() -> status[0]);
		assertThat(look(changes)).isEmpty();
		status[0] = redis(RedisWatchState.WELL);
		assertThat(look(changes)).isEmpty();
		RedisWatchState before = RedisWatchState.WELL;
		for (RedisWatchState state : List.of(RedisWatchState.UNKNOWN, RedisWatchState.WELL, RedisWatchState.NEAR_LIMIT,
				RedisWatchState.EVICTING, RedisWatchState.WELL)) {
			status[0] = redis(state);
			assertThat(look(changes)).containsExactly(new RedisChanged(before, state, this.now, "Redis is " + state))
				.allMatch((event) -> event.well() == (state == RedisWatchState.WELL));
			assertThat(look(changes)).isEmpty();
			before = state;
		}
	}

	@Test
	void aServerThatIsNotWellWhenItIsFirstHeardOfIsTold() {
		RedisChanges changes = new RedisChanges(() -> redis(RedisWatchState.EVICTING));
		assertThat(look(changes)).containsExactly(
				new RedisChanged(RedisWatchState.UNKNOWN, RedisWatchState.EVICTING, this.now, "Redis is EVICTING"));
	}

	@Test
	void trialsOfABreakerAreNotTold() {
		BreakerState[] state = { BreakerState.CLOSED };
		TieredCache cache = TestCaches.local().source((key) -> null).sourceBreaker(new CallBreaker() {

			@Override
			public BreakerState state() {
				return state[0];
			}

		}).build();
		TieredCacheManager caches = new TieredCacheManager(Set::of, (name) -> cache);
		caches.getCache("cities");
		SourceBreakerChanges changes = new SourceBreakerChanges(caches);
		assertThat(look(changes)).isEmpty();
		state[0] = BreakerState.OPEN;
		assertThat(look(changes)).containsExactly(new SourceBreakerChanged("cities", false, this.now,
				"The source failed repeatedly, and is not asked for the moment"));
		for (BreakerState trial : List.of(BreakerState.HALF_OPEN, BreakerState.OPEN, BreakerState.HALF_OPEN)) {
			state[0] = trial;
			assertThat(look(changes)).isEmpty();
		}
		state[0] = BreakerState.CLOSED;
		assertThat(look(changes))
			.containsExactly(new SourceBreakerChanged("cities", true, this.now, "The source is asked as usual"));
		state[0] = BreakerState.OPEN;
		assertThat(look(changes)).hasSize(1);
		caches.removeCache("cities");
		assertThat(look(changes)).singleElement().matches(CacheStateEvent::well);
	}

	@Test
	void missingAnswersAreToldWhenTheyBeginAndWhenTheyEnd() {
		Map<String, AnswerStatus> exceeded = new TreeMap<>();
		AnswerStatus[] status = { new AnswerStatus(Double.NaN, Double.NaN, null) };
		AnswersChanges changes = new AnswersChanges(() -> exceeded, (name) -> status[0]);
		assertThat(look(changes)).isEmpty();
		Instant since = this.now.minusSeconds(4);
		exceeded.put("cities", new AnswerStatus(0.424, 0.1, since));
		assertThat(look(changes)).containsExactly(new AnswersChanged("cities", false, since,
				"42 % of the latest answers were absent or empty, and the limit is 10 %"));
		exceeded.put("cities", new AnswerStatus(0.5, 0.1, since));
		assertThat(look(changes)).isEmpty();
		exceeded.clear();
		assertThat(look(changes)).containsExactly(new AnswersChanged("cities", true, this.now,
				"There are too few reads to tell whether answers are still missing"));
		exceeded.put("cities", new AnswerStatus(0.5, 0.1, since));
		assertThat(look(changes)).hasSize(1);
		exceeded.clear();
		status[0] = new AnswerStatus(0.01, 0.1, null);
		assertThat(look(changes)).containsExactly(
				new AnswersChanged("cities", true, this.now, "No more answers are absent or empty than usual"));
	}

	@Test
	void aComparisonThatFailsNeitherFindsADifferenceNorEndsOne() {
		Map<String, AuditReport> reports = new TreeMap<>();
		AuditChanges changes = new AuditChanges(() -> reports);
		reports.put("cities", report(0, null));
		assertThat(look(changes)).isEmpty();
		reports.put("cities", report(0, "Redis did not answer"));
		assertThat(look(changes)).isEmpty();
		reports.put("cities", report(3, null));
		assertThat(look(changes)).containsExactly(new AuditChanged("cities", false, this.now,
				"The cache holds values that its source does not have: 3 of 100 compared in this pod, none compared in Redis"));
		reports.put("cities", report(0, "Redis did not answer"));
		assertThat(look(changes)).isEmpty();
		reports.put("cities", report(0, null));
		assertThat(look(changes)).containsExactly(new AuditChanged("cities", true, this.now,
				"The cache no longer holds any of the values that differed from its source"));
	}

	private List<CacheStateEvent> look(StateChanges changes) {
		List<CacheStateEvent> events = new ArrayList<>();
		changes.look(this.now, events::add);
		return events;
	}

	private CoherenceReport coherence(CoherenceState state, String reason) {
		return new CoherenceReport(state, this.now, reason);
	}

	private RedisWatchStatus redis(RedisWatchState state) {
		return new RedisWatchStatus(state, this.now, "Redis is " + state, null, null, null, null, null, 0, 0, 0,
				Map.of(), Map.of(), null);
	}

	private AuditReport report(int different, String failure) {
		return new AuditReport(this.now, new Counts(100, different, 0, 0), null, failure);
	}

}
