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

package io.github.warmcache.autoconfigure.diagnostics;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Descriptions of properties with the value that the user wrote and its origin.
 */
final class WrittenProperties {

	private static final Pattern CUSTOM = Pattern.compile("\\.source\\.custom\\.");

	private final Environment environment;

	WrittenProperties(Environment environment) {
		this.environment = environment;
	}

	String describe(String name, String problem) {
		return describe(name, find(name), problem);
	}

	String describe(String name, @Nullable ConfigurationProperty written, String problem) {
		StringBuilder description = new StringBuilder("Property '%s' %s.".formatted(name, problem));
		if (written != null && !mayBeSecret(written.getName())) {
			description.append("%n%n    Value: \"%s\"".formatted(written.getValue()));
			if (written.getOrigin() != null) {
				description.append("%n    Origin: %s".formatted(written.getOrigin()));
			}
		}
		return description.toString();
	}

	/**
	 * Return whether a property is one that only the application knows.
	 */
	private static boolean mayBeSecret(ConfigurationPropertyName name) {
		return CUSTOM.matcher(name.toString()).find();
	}

	private @Nullable ConfigurationProperty find(String name) {
		if (!(this.environment instanceof ConfigurableEnvironment)) {
			return null;
		}
		ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(adapted);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

}
