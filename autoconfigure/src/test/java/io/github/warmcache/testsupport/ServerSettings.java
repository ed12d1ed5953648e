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

package io.github.warmcache.testsupport;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Which servers tests run on.
 *
 * @param kind where the servers come from
 * @param redisImage the Docker image of Redis
 * @param postgresImage the Docker image of PostgreSQL
 */
record ServerSettings(Kind kind, String redisImage, String postgresImage) {

	static final String KIND = "servers";

	static final String REDIS_IMAGE = "servers.redis-image";

	static final String POSTGRES_IMAGE = "servers.postgres-image";

	/**
	 * Where servers come from.
	 */
	enum Kind {

		/** Containers of a Docker engine. */
		DOCKER,

		/** Binaries out of jars, run as processes. */
		EMBEDDED

	}

	/**
	 * Reads the settings.
	 * @param properties finds a system property, or gives {@code null}
	 * @param environment finds an environment variable, or gives {@code null}
	 * @param engineAnswers asked only if nobody decided by hand
	 */
	static ServerSettings read(UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment,
			BooleanSupplier engineAnswers) {
		String kind = find(KIND, "", properties, environment);
		return new ServerSettings(kind(kind, engineAnswers), find(REDIS_IMAGE, "redis:8.10", properties, environment),
				find(POSTGRES_IMAGE, "postgres:18.6", properties, environment));
	}

	private static Kind kind(String value, BooleanSupplier engineAnswers) {
		return switch (value) {
			case "docker" -> Kind.DOCKER;
			case "embedded" -> Kind.EMBEDDED;
			case "" -> engineAnswers.getAsBoolean() ? Kind.DOCKER : Kind.EMBEDDED;
			default -> throw new IllegalStateException(("servers=%s is not known: write -Dservers=docker or "
					+ "-Dservers=embedded, or leave it out to have Docker where an engine answers and embedded "
					+ "binaries elsewhere")
				.formatted(value));
		};
	}

	private static String find(String name, String otherwise, UnaryOperator<@Nullable String> properties,
			UnaryOperator<@Nullable String> environment) {
		String value = properties.apply(name);
		if (value == null || value.isBlank()) {
			value = environment.apply(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
		}
		return (value == null || value.isBlank()) ? otherwise : value.strip();
	}

}
