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

package io.github.warmcache.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.operation.CacheOperations;
import io.github.warmcache.operation.KeyInspection.State;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CacheWarmupEndpoint}.
 */
class CacheWarmupEndpointTests {

	private static final FinishedLoad LAST = new FinishedLoad(7, 1, Instant.EPOCH, 0, "digests");

	private static final CacheWarmer WARMER = (context) -> {
		context.expect(1);
		context.accept(1, "value");
	};

	private final WarmupPlan plan = new WarmupPlan(
			List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("source", WARMER))), Duration.ofSeconds(60),
			DeadlinePolicy.REFUSE_TRAFFIC, 1, false, new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(2), null),
			Duration.ofSeconds(5));

	private final WarmupState state = new WarmupState(this.plan);

	private final TieredCacheManager caches = new TieredCacheManager(List::of, (name) -> cache(name));

	private final CacheWarmupEndpoint endpoint = endpoint(this.caches, this.state);

	@Test
	void beforeTheWarmupEverythingIsPending() {
		PodDescriptor warmup = this.endpoint.caches();
		assertThat(warmup.state()).isEqualTo(WarmupStatus.PENDING);
		assertThat(warmup.ready()).isFalse();
		assertThat(warmup.caches()).containsOnlyKeys("cities");
		assertThat(warmup.caches().get("cities").state()).isEqualTo(WarmupStatus.PENDING);
	}

	@Test
	void afterItEachCacheIsShownWithTheLoadBefore() {
		try (WarmupExecution warmup = new WarmupExecution(this.plan, this.caches, this.state)) {
			warmup.run();
		}
		CacheDescriptor cities = this.endpoint.cache("cities", null, SecurityContext.NONE);
		assertThat(cities).isNotNull();
		assertThat(cities.state()).isEqualTo(WarmupStatus.WARM);
		assertThat(cities.required()).isTrue();
		assertThat(cities.entries()).isOne();
		assertThat(cities.expected()).isOne();
		assertThat(cities.from()).isEqualTo("source");
		assertThat(cities.lastLoad()).satisfies((load) -> {
			assertThat(load.entries()).isOne();
			assertThat(load.finishedAt()).isEqualTo(Instant.EPOCH);
			assertThat(load.age()).isGreaterThan(Duration.ofDays(20_000));
			assertThat(load.from()).isEqualTo("source");
		});
		assertThat(cities.local().entries()).isOne();
		assertThat(cities.local().maximumSize()).isEqualTo(100);
		assertThat(cities.source()).isNull();
		assertThat(cities.shared().timeToLive()).isEqualTo(Duration.ofHours(1));
		assertThat(cities.complete()).isNull();
		assertThat(cities.rewarms()).isNull();
		assertThat(this.endpoint.caches().ready()).isTrue();
		assertThat(this.endpoint.caches().caches().get("cities").attempts()).isOne();
	}

	@Test
	void whatACacheWaitsForIsNoError() {
		WarmupPlan waiting = new WarmupPlan(
				List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("source", (context) -> {
					throw new IllegalStateException("source is down");
				})), new CacheWarmupStep("tags", false, Set.of("cities"), Map.of("source", WARMER))),
				Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
				new Retries(Duration.ofMinutes(1), 2, Duration.ofMinutes(2), 1), Duration.ofSeconds(5));
		WarmupState failed = new WarmupState(waiting);
		try (WarmupExecution warmup = new WarmupExecution(waiting,
				new TieredCacheManager(List::of, (name) -> cache(name)), failed)) {
			warmup.run();
		}
		CacheDescriptor tags = endpoint(this.caches, failed).cache("tags", null, SecurityContext.NONE);
		assertThat(tags).isNotNull();
		assertThat(tags.waitingFor()).isEqualTo("'cities', which failed");
		assertThat(tags.lastError()).isNull();
	}

	@Test
	void anUnknownCacheIsNotFound() {
		assertThat(this.endpoint.cache("tags", null, SecurityContext.NONE)).isNull();
		assertThat(this.endpoint.key("tags", "1", SecurityContext.NONE)).isNull();
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.clear("tags", false, SecurityContext.NONE))
			.withMessageContaining("There is no cache of this name");
		assertThat(this.caches.getCacheNames()).isEmpty();
	}

	@Test
	void aLookUpMakesNoCache() {
		TieredCacheManager unused = new TieredCacheManager(() -> List.of("tags"), (name) -> cache(name));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endpoint(unused, null).key("tags", "a", SecurityContext.NONE))
			.withMessageContaining("No call has used the cache");
		assertThat(unused.getCachesPresent()).isEmpty();
	}

	@Test
	void aLookUpIsNoUseOfADynamicCache() {
		AtomicLong now = new AtomicLong();
		TieredCacheManager dynamic = new TieredCacheManager(List::of, (name) -> cache(name), 2, now::incrementAndGet);
		dynamic.getCache("first").put("a", "value");
		dynamic.getCache("second");
		assertThat(endpoint(dynamic, null).key("first", "a", SecurityContext.NONE).local().state())
			.isEqualTo(State.VALUE);
		dynamic.getCache("third");
		assertThat(dynamic.getCacheNames()).containsExactlyInAnyOrder("second", "third");
	}

	@Test
	void anAnswerNamesTheKeyByItsDigestUnlessKeysAreShown() {
		this.caches.getCache("tags").put("a", "value");
		KeyDescriptor hidden = this.endpoint.key("tags", "a", SecurityContext.NONE);
		assertThat(hidden.key()).isNull();
		assertThat(hidden.digest())
			.isEqualTo("#" + this.endpoint.cache("tags", 1, SecurityContext.NONE).hottestKeys().get(0));
		OperationDescriptor evicted = this.endpoint.evict("tags", "a", false, SecurityContext.NONE);
		assertThat(evicted.digest()).isEqualTo(hidden.digest());
		assertThat(evicted.key()).isNull();
		assertThat(this.endpoint.clear("tags", false, SecurityContext.NONE).digest()).isNull();
	}

	@Test
	void aCacheThatIsNotWarmedIsShownWithWhatItDoes() {
		TieredCache tags = this.caches.getCache("tags");
		tags.put(1, "a");
		tags.get(1);
		tags.get(1);
		tags.put(2, List.of());
		tags.get(2);
		CacheDescriptor shown = this.endpoint.caches().caches().get("tags");
		assertThat(shown.state()).isNull();
		assertThat(shown.entries()).isNull();
		assertThat(shown.local().entries()).isEqualTo(2);
		assertThat(shown.tiers().local()).isEqualTo(3);
		assertThat(shown.answers().value()).isEqualTo(2);
		assertThat(shown.answers().empty()).isOne();
		assertThat(shown.answers().share()).isNull();
		assertThat(new ArrayList<>(this.endpoint.caches().caches().keySet())).containsExactly("cities", "tags");
	}

	@Test
	void withoutWarmupThePodIsReadyAndItsCachesAreShown() {
		this.caches.getCache("tags");
		PodDescriptor pod = endpoint(this.caches, null).caches();
		assertThat(pod.state()).isNull();
		assertThat(pod.ready()).isTrue();
		assertThat(pod.caches()).containsOnlyKeys("tags");
	}

	private static CacheWarmupEndpoint endpoint(TieredCacheManager caches, @Nullable WarmupState state) {
		return new CacheWarmupEndpoint(
				new PodParts(caches, state, null, null, null, null, null), new CacheOperations((cache) -> null,
						(cache) -> List.of(), null, ApplicationConversionService.getSharedInstance()),
				new ValueVisibility(Show.NEVER, Set.of()));
	}

	private static TieredCache cache(String name) {
		FakeSharedTier shared = new FakeSharedTier() {

			@Override
			public FleetLoads fleetLoads() {
				return () -> LAST;
			}

		};
		return TieredCache
			.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
					new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)),
					Duration.ofHours(1)))
			.sharedTier(shared)
			.build();
	}

}
