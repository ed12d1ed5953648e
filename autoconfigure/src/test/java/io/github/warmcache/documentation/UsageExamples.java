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

package io.github.warmcache.documentation;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.annotation.CacheWarmup;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheLoadRejectedException;
import io.github.warmcache.cache.CacheLoadTimeoutException;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.CoherenceChanged;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Transactional;

/**
 * Code of an application that uses caches, as the pages show it.
 */
final class UsageExamples {

	private UsageExamples() {
	}

	record City(long id, String name, int population) {

	}

	record Tariff(String country, String product, int cents) {

	}

	static class Cities {

		private final JdbcClient jdbc;

		Cities(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		// tag::cacheable[]
		@Cacheable("cities")
		public @Nullable City findById(long id) {
			return this.jdbc.sql("select id, name, population from city where id = ?")
				.param(id)
				.query(City.class)
				.optional()
				.orElse(null);
		}
		// end::cacheable[]

		// tag::changes[]
		@Transactional
		@CacheEvict("cities")
		public void delete(long id) {
			this.jdbc.sql("delete from city where id = ?").param(id).update();
		}

		@Transactional
		@CachePut(cacheNames = "cities", key = "#city.id")
		public City save(City city) {
			this.jdbc.sql("update city set name = ?, population = ? where id = ?")
				.params(city.name(), city.population(), city.id())
				.update();
			return city;
		}
		// end::changes[]

		static String tier(Cities cities, long id) {
			// tag::read-trace[]
			try (ReadTrace trace = ReadTrace.start()) {
				cities.findById(id);
				return trace.tier().name();
			}
			// end::read-trace[]
		}

		static String delete(Cities cities, long id) {
			// tag::change-trace[]
			try (ChangeTrace trace = ChangeTrace.start()) {
				cities.delete(id);
				return (trace.outcome() == ChangeOutcome.QUEUED) ? "Other pods may show the city for a while"
						: "Deleted";
			}
			// end::change-trace[]
		}

		static Optional<City> find(Cities cities, long id) {
			// tag::load-exceptions[]
			try {
				return Optional.ofNullable(cities.findById(id));
			}
			catch (CacheLoadTimeoutException | CacheLoadRejectedException ex) {
				return Optional.empty();
			}
			// end::load-exceptions[]
		}

	}

	static class Figures {

		// tag::statistics[]
		double secondsOfQueries(TieredCacheManager caches) {
			CacheStatistics statistics = caches.getCache("cities").statistics();
			long queries = statistics.count(CacheEvent.SOURCE_LOADED);
			return (queries > 0) ? statistics.sourceTime(TimeUnit.SECONDS) / queries : 0;
		}
		// end::statistics[]

		// tag::read-outcomes[]
		double shareOfNothing(TieredCacheManager caches) {
			TieredCache cache = caches.getCache("cities");
			double nothing = cache.reads(ReadOutcome.ABSENT) + cache.reads(ReadOutcome.EMPTY);
			double all = nothing + cache.reads(ReadOutcome.VALUE) + cache.reads(ReadOutcome.STALE);
			return (all > 0) ? nothing / all : 0;
		}
		// end::read-outcomes[]

		// tag::warmup-state[]
		List<String> stillWarming(WarmupState state) {
			return state.caches()
				.stream()
				.filter((cache) -> cache.status() == WarmupStatus.WARMING)
				.map((cache) -> cache.cacheName() + ": " + cache.entries())
				.toList();
		}
		// end::warmup-state[]

	}

	static class Tariffs {

		// tag::warmed-method[]
		@Cacheable("tariffs")
		@CacheWarmup(query = "select country, product from tariff")
		public Tariff find(String country, String product) {
			return new Tariff(country, product, price(country, product));
		}
		// end::warmed-method[]

		private int price(String country, String product) {
			return country.length() * product.length();
		}

	}

	static class CacheAlarms {

		private final Pager pager;

		private final Offers offers;

		CacheAlarms(Pager pager, Offers offers) {
			this.pager = pager;
			this.offers = offers;
		}

		// tag::event-listener[]
		@Async
		@EventListener
		public void page(CacheStateEvent event) {
			String incident = event.getClass().getSimpleName() + " " + event.cacheName();
			if (event.well()) {
				this.pager.resolve(incident);
			}
			else {
				this.pager.open(incident, event.reason());
			}
		}

		@EventListener
		public void refuseToSellAtOldPrices(CoherenceChanged event) {
			this.offers.allow(event.well());
		}
		// end::event-listener[]

	}

	interface Pager {

		void open(String incident, String reason);

		void resolve(String incident);

	}

	interface Offers {

		void allow(boolean allowed);

	}

}
