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

import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.postgresql.PGConnection;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Loads the cities of GeoNames into the table, once for each database: the file is
 * streamed as it is, which takes about a second. Flyway takes the version from the name.
 */
@Component
class V2__LoadCities extends BaseJavaMigration {

	private static final ClassPathResource CITIES = new ClassPathResource("data/cities.csv.gz");

	@Override
	public void migrate(Context context) throws Exception {
		PGConnection connection = context.getConnection().unwrap(PGConnection.class);
		try (InputStream csv = new GZIPInputStream(CITIES.getInputStream())) {
			connection.getCopyAPI().copyIn("copy city from stdin with (format csv, header match)", csv);
		}
	}

}
