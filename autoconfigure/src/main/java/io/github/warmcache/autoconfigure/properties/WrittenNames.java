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

package io.github.warmcache.autoconfigure.properties;

import java.util.Arrays;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Check of cache names in properties. Outside of brackets Spring Boot drops characters
 * that it does not expect, so that {@code tenant-*} would configure a cache named
 * {@code tenant-}.
 */
public final class WrittenNames {

	private static final ConfigurationPropertyName CACHES = ConfigurationPropertyName.of("warmcache.caches");

	private static final int PLACE = CACHES.getNumberOfElements();

	private WrittenNames() {
	}

	/**
	 * Reject names that Spring Boot would bind under a different name.
	 * @param environment holds the properties; property sources that cannot list their
	 * names are not checked
	 * @throws InvalidCacheConfigurationException if a name would lose characters
	 */
	public static void check(Environment environment) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				if (source instanceof EnumerablePropertySource<?> enumerable) {
					for (String property : enumerable.getPropertyNames()) {
						checkName(property);
					}
				}
			}
		}
	}

	private static void checkName(String property) {
		String[] parts = property.split("\\.", PLACE + 2);
		if (parts.length <= PLACE || Arrays.stream(parts).limit(PLACE + 1L).anyMatch((part) -> part.contains("["))) {
			return;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		if (!CACHES.isAncestorOf(name)) {
			return;
		}
		String bound = name.getElement(PLACE, Form.ORIGINAL);
		if (!bound.equals(parts[PLACE])) {
			String written = parts[PLACE].replaceAll("^(['\"])(.*)\\1$", "$2");
			throw new InvalidCacheConfigurationException(property,
					("configures the cache '%s', because outside of brackets Spring Boot keeps only "
							+ "letters, digits, '-' and '_'")
						.formatted(bound),
					"Write the name in brackets: warmcache.caches[%s], or in YAML \"[%s]\"".formatted(written,
							written));
		}
	}

}
