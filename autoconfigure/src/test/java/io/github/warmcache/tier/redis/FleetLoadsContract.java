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

package io.github.warmcache.tier.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.tier.LoadLease.Standing;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.redis.TierFixture.City;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * What pods can rely on when they tell each other about loads of a whole cache.
 */
abstract class FleetLoadsContract {

	private static final City ROME = SharedTierContract.ROME;

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(300);

	private TierFixture fixture;

	private FleetLoads pod;

	private FleetLoads other;

	abstract TierFixture fixture();

	@BeforeEach
	void createPods() {
		this.fixture = fixture();
		this.pod = TierFixture.cities(this.fixture.pod()).fleetLoads();
		this.other = TierFixture.cities(this.fixture.pod()).fleetLoads();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void howManyRowsCouldNotBeReadIsTold() {
		LoadLease lease = lead(this.pod);
		lease.save(List.of(new LoadLease.Part(null, null, "7", 5, false, 2)), 5);
		lease.release();
		LoadLease next = lead(this.pod);
		assertThat(next.parts()).containsExactly(new LoadLease.Part(null, null, "7", 5, false, 2));
		assertThat(next.finish(8, 3, false, "a.b-C_9")).isEqualTo(Standing.LEADS);
		FinishedLoad load = this.pod.lastFinished();
		assertThat(load).isNotNull();
		assertThat(load.badRows()).isEqualTo(3);
		assertThat(load.prints()).isEqualTo("a.b-C_9");
		assertThat(this.pod.bid(0, LONG)).isInstanceOfSatisfying(Bid.Finished.class,
				(finished) -> assertThat(finished.load()).isEqualTo(load));
		((Bid.Leads) this.pod.bid(load.generation(), LONG)).lease().finish(9, false);
		assertThat(this.pod.lastFinished().generation()).isGreaterThan(load.generation());
	}

	@Test
	void positionsTellChangesOfThisCacheAndNoOthers() {
		SharedTier tier = TierFixture.cities(this.fixture.pod());
		SharedTier another = this.fixture.pod()
			.create("tags", ResolvableType.forClass(Integer.class), ResolvableType.forClass(City.class),
					ValueVersion.NONE);
		List<String> before = this.pod.positions();
		assertThat(before).hasSize(SharedTier.STRIPES);
		assertThat(this.other.positions()).isEqualTo(before);
		tier.fill(1, ROME, LONG, SharedTierContract.miss(tier.read(1)).ticket());
		another.invalidate(1);
		another.invalidate(2);
		assertThat(this.pod.positions()).as("a load and another cache").isEqualTo(before);
		List<String> last = before;
		for (Runnable change : List.<Runnable>of(() -> tier.invalidate(1), () -> tier.update(1, ROME, LONG),
				() -> tier.putIfAbsent(2, ROME, LONG), () -> tier.clear())) {
			change.run();
			List<String> now = this.other.positions();
			assertThat(now).isNotEqualTo(last);
			last = now;
		}
		assertThat(last).doesNotContainAnyElementsOf(before);
	}

	@Test
	void printsOfKeysAreTheSameInEveryPod() {
		assertThat(this.pod.print(1)).isEqualTo(this.other.print(1)).isNotEqualTo(this.pod.print(2));
	}

	@Test
	void onePodLeadsAndTheOthersFollow() {
		LoadLease lease = lead(this.pod);
		assertThat(lease.parts()).isEmpty();
		assertThat(this.other.bid(0, LONG)).isEqualTo(new Bid.Follows(0));
		assertThat(this.pod.bid(0, LONG)).isEqualTo(new Bid.Follows(0));
		assertThat(this.pod.lastFinished()).isNull();
	}

	@Test
	void followersSeeHowFarTheLoadIs() {
		LoadLease lease = lead(this.pod);
		assertThat(lease.save(List.of(new LoadLease.Part(null, null, "17", 1500, false)), 1500))
			.isEqualTo(Standing.LEADS);
		assertThat(this.other.bid(0, LONG)).isEqualTo(new Bid.Follows(1500));
	}

	@Test
	void aFinishedLoadIsRememberedByAll() {
		LoadLease lease = lead(this.pod);
		assertThat(lease.finish(20_000, false)).isEqualTo(Standing.LEADS);
		FinishedLoad finished = this.other.lastFinished();
		assertThat(finished.entries()).isEqualTo(20_000);
		assertThat(finished.finishedAt()).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
		Bid bid = this.other.bid(0, LONG);
		assertThat(bid).isInstanceOfSatisfying(Bid.Finished.class, (known) -> {
			assertThat(known.load()).isEqualTo(finished);
			assertThat(known.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
		});
	}

	@Test
	void onlyOnePodReplacesALoadAndItsNumberIsHigher() {
		lead(this.pod).finish(20_000, false);
		FinishedLoad first = this.pod.lastFinished();
		Bid bid = this.pod.bid(first.generation(), LONG);
		assertThat(bid).isInstanceOf(Bid.Leads.class);
		assertThat(this.other.bid(first.generation(), LONG)).isEqualTo(new Bid.Follows(0));
		((Bid.Leads) bid).lease().finish(20_001, false);
		assertThat(this.other.lastFinished().generation()).isGreaterThan(first.generation());
		assertThat(this.other.bid(first.generation(), LONG)).isInstanceOf(Bid.Finished.class);
	}

	@Test
	void aDoubtfulLoadIsFollowedButNotWhatOthersAreMeasuredBy() {
		lead(this.pod).finish(20_000, false);
		FinishedLoad good = this.pod.lastFinished();
		((Bid.Leads) this.pod.bid(good.generation(), LONG)).lease().finish(100, true);
		assertThat(this.other.lastFinished()).isEqualTo(good);
		assertThat(this.other.bid(good.generation(), LONG)).isInstanceOfSatisfying(Bid.Finished.class,
				(known) -> assertThat(known.load().entries()).isEqualTo(100));
	}

	@Test
	void anotherPodGoesOnAtOnceFromWhereALeaseWasReleased() {
		LoadLease lease = lead(this.pod);
		List<LoadLease.Part> parts = List.of(new LoadLease.Part(null, "10", "10", 9, true),
				new LoadLease.Part("10", null, "a:b|c d", 4, false));
		lease.save(
				List.of(new LoadLease.Part(null, "10", null, 0, false), new LoadLease.Part("10", null, null, 0, false)),
				0);
		lease.save(List.of(parts.get(0), new LoadLease.Part("10", null, null, 0, false)), 9);
		lease.save(parts, 13);
		lease.release();
		assertThat(lead(this.other).parts()).isEqualTo(parts);
	}

	@Test
	void aLoadThatBeginsAnewLeavesNothingOfTheOneBefore() {
		LoadLease lease = lead(this.pod);
		lease.save(
				List.of(new LoadLease.Part(null, "10", "10", 9, true), new LoadLease.Part("10", null, "14", 4, false)),
				13);
		List<LoadLease.Part> anew = List.of(new LoadLease.Part(null, null, null, 0, false));
		lease.save(anew, 0);
		lease.release();
		assertThat(lead(this.other).parts()).isEqualTo(anew);
	}

	@Test
	void theLeaseOfASilentPodEndsAndNothingOfItCountsAnyMore() {
		LoadLease lease = lead(this.pod, SHORT);
		lease.save(List.of(new LoadLease.Part(null, null, "5", 5, false)), 5);
		Bid bid = await().until(() -> this.other.bid(0, LONG), Bid.Leads.class::isInstance);
		LoadLease taken = ((Bid.Leads) bid).lease();
		assertThat(lease.keep()).isEqualTo(Standing.LOST);
		assertThat(lease.save(List.of(new LoadLease.Part(null, null, "9", 9, true)), 9)).isEqualTo(Standing.LOST);
		assertThat(lease.finish(9, false)).isEqualTo(Standing.LOST);
		lease.release();
		assertThat(taken.parts()).containsExactly(new LoadLease.Part(null, null, "5", 5, false));
		assertThat(taken.keep()).isEqualTo(Standing.LEADS);
		assertThat(this.pod.lastFinished()).isNull();
	}

	@Test
	void signsOfLifeKeepALease() {
		LoadLease lease = lead(this.pod, SHORT);
		await().pollInterval(Duration.ofMillis(50))
			.during(SHORT.multipliedBy(3))
			.atMost(Duration.ofSeconds(20))
			.until(() -> lease.keep() == Standing.LEADS && this.other.bid(0, LONG) instanceof Bid.Follows);
	}

	@Test
	void releasesOfAnotherShapeHaveLoadsOfTheirOwn() {
		lead(this.pod);
		FleetLoads release = this.fixture.pod()
			.create("cities", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
					ValueVersion.NONE)
			.fleetLoads();
		assertThat(release.bid(0, LONG)).isInstanceOf(Bid.Leads.class);
	}

	@Test
	void whatPodsReserveTogetherIsWithinTheRate() {
		assertThat(this.pod.reserve(100, 100)).isZero();
		assertThat(this.other.reserve(100, 100)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
		assertThat(this.pod.reserve(1, 100)).isGreaterThan(Duration.ofSeconds(1));
	}

	private static LoadLease lead(FleetLoads loads) {
		return lead(loads, LONG);
	}

	private static LoadLease lead(FleetLoads loads, Duration duration) {
		Bid bid = loads.bid(0, duration);
		assertThat(bid).isInstanceOf(Bid.Leads.class);
		return ((Bid.Leads) bid).lease();
	}

}
