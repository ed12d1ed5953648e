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

import java.io.Serializable;

/**
 * Value of the caches that are read and stormed; serializable for those who do that.
 *
 * @param name its name
 * @param countryCode two letters
 * @param district where in the country
 * @param population how many live there
 */
public record Place(String name, String countryCode, String district, int population) implements Serializable {

	static Place of(int number) {
		return new Place("Name of place " + number, "DE", "Nordrhein-Westfalen", 100_000 + number);
	}

	static String key(int number) {
		return "place-" + number;
	}

}
