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

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Countries of the world, as somebody else keeps them in Redis.
 */
@Service
public class Countries {

	private final JdbcClient jdbc;

	Countries(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Find a country. Runs only for what the hash in Redis has not, or while Redis does
	 * not answer, and then counts what the service knows itself.
	 * @param code the ISO 3166-1 alpha-2 code, in upper case
	 * @return the country, or {@code null} if there is none
	 */
	@Cacheable("countries")
	public @Nullable Country findByCode(String code) {
		return this.jdbc.sql("""
				select count(*) as cities, sum(population) as population
				from city where country_code = :code having count(*) > 0""")
			.param("code", code)
			.query((row, number) -> new Country(code, name(code), row.getInt("cities"), row.getLong("population")))
			.optional()
			.orElse(null);
	}

	private static String name(String code) {
		return new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
	}

}
