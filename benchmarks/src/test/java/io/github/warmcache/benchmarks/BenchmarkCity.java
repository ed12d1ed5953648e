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

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Populated place, as in the sample.
 *
 * @param id the GeoNames id
 * @param name the name
 * @param countryCode the ISO 3166-1 alpha-2 code
 * @param adminCode the first-order administrative division, or {@code null}
 * @param featureCode what GeoNames takes the place for
 * @param population the number of people
 * @param latitude in decimal degrees
 * @param longitude in decimal degrees
 */
public record BenchmarkCity(long id, String name, String countryCode, String adminCode, String featureCode,
		long population, double latitude, double longitude) {

	/**
	 * Read the current row as one would by hand.
	 */
	static BenchmarkCity of(ResultSet row) throws SQLException {
		return new BenchmarkCity(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
				row.getLong(6), row.getDouble(7), row.getDouble(8));
	}

}
