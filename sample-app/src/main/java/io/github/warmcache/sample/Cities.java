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

package io.github.warmcache.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cities of the world.
 */
@Service
public class Cities {

	private final JdbcClient jdbc;

	Cities(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Find a city. Runs only for what neither memory, nor Redis, nor the source of the
	 * cache has.
	 * @param id the GeoNames id
	 * @return the city, or {@code null} if there is none, which is cached as well
	 */
	@Cacheable("cities")
	public @Nullable City findById(long id) {
		return this.jdbc.sql("select * from city where id = :id")
			.param("id", id)
			.query(City.class)
			.optional()
			.orElse(null);
	}

	/**
	 * Find the largest cities of a country.
	 * @param country the ISO 3166-1 alpha-2 code
	 * @param limit how many at most
	 * @return the cities, the largest first
	 */
	@Cacheable("top-cities")
	public List<City> top(String country, int limit) {
		return this.jdbc
			.sql("select * from city where country_code = :country order by population desc, id limit :limit")
			.param("country", country)
			.param("limit", limit)
			.query(City.class)
			.list();
	}

	/**
	 * Change how many people live in a city. Any list of the largest cities may look
	 * different then.
	 * <p>
	 * What is evicted is evicted once the transaction has committed, in this pod and all
	 * others, so that it can only be loaded anew.
	 * @param id the GeoNames id
	 * @param population the number of people
	 * @return whether there is such a city
	 */
	@Transactional
	@Caching(evict = { @CacheEvict(cacheNames = "cities", key = "#id"),
			@CacheEvict(cacheNames = "top-cities", allEntries = true) })
	public boolean changePopulation(long id, long population) {
		return this.jdbc.sql("update city set population = :population where id = :id")
			.param("id", id)
			.param("population", population)
			.update() > 0;
	}

}
