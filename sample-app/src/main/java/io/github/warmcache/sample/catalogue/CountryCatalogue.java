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

package io.github.warmcache.sample.catalogue;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Publishes the countries as a Redis hash, {@code atlas:countries}: JSON by country code.
 * Comes before the warm-up, as somebody else's data would have been there before;
 * {@code atlas.publish-countries=false} where it is.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CountryCatalogue implements ApplicationRunner {

	private static final String KEY = "atlas:countries";

	private final JdbcClient jdbc;

	private final StringRedisTemplate redis;

	private final JsonMapper json;

	private final boolean publishes;

	CountryCatalogue(JdbcClient jdbc, StringRedisTemplate redis, JsonMapper json,
			@Value("${atlas.publish-countries:true}") boolean publishes) {
		this.jdbc = jdbc;
		this.redis = redis;
		this.json = json;
		this.publishes = publishes;
	}

	@Override
	public void run(ApplicationArguments args) {
		if (!this.publishes) {
			return;
		}
		Map<String, String> countries = new TreeMap<>();
		for (String code : Locale.getISOCountries()) {
			countries.put(code, json(code, 0, 0));
		}
		this.jdbc.sql("select country_code, count(*), sum(population) from city group by country_code").query((row) -> {
			String code = row.getString(1);
			countries.put(code, json(code, row.getInt(2), row.getLong(3)));
		});
		this.redis.<String, String>opsForHash().putAll(KEY, countries);
	}

	private String json(String code, int cities, long population) {
		String name = new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
		return this.json.writeValueAsString(new Entry(code, name, cities, population));
	}

	private record Entry(String code, String name, int cities, long population) {

	}

}
