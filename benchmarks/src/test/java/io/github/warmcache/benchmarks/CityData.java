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

package io.github.warmcache.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.github.warmcache.benchmarks.RedisWarmupApplication.City;

/**
 * Records shaped like the cities of the sample, the same ones in each run.
 */
final class CityData {

	/**
	 * As many as the sample has.
	 */
	static final int CITIES = 135_233;

	private static final String[] SYLLABLES = { "an", "bo", "ca", "del", "er", "fu", "gra", "ham", "is", "ko", "lu",
			"mün", "nor", "o", "pre", "que", "ro", "san", "ta", "vil" };

	private CityData() {
	}

	static List<City> cities(int number) {
		return LongStream.rangeClosed(1, number).mapToObj(CityData::city).toList();
	}

	static City city(long id) {
		Random random = new Random(id);
		StringBuilder name = new StringBuilder();
		for (int i = 2 + random.nextInt(4); i > 0; i--) {
			name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
		}
		String country = "" + (char) ('A' + random.nextInt(26)) + (char) ('A' + random.nextInt(26));
		return new City(1_000_000 + id * 61, name.toString(), country, Integer.toString(random.nextInt(90)), "PPLA2",
				random.nextInt(3_000_000), (random.nextInt(18_000_000) - 9_000_000) / 100_000.0,
				(random.nextInt(36_000_000) - 18_000_000) / 100_000.0);
	}

}
