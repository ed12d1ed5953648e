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

	/**
	 * Properties that only the application knows, and secrets.
	 */
	private static final Pattern SECRET = Pattern.compile("\\.source\\.custom\\.|^warmcache\\.signing-keys");

	private final Environment environment;

	WrittenProperties(Environment environment) {
		this.environment = environment;
	}

	String describe(String name, String problem) {
		return describe(name, find(name), problem);
	}

	/**
	 * Describe a property that has no meaning. Its value is left out: it may be a secret
	 * whose property is misspelt.
	 */
	String describeUnknown(ConfigurationProperty written) {
		return new Description(written.getName().toString(), "is unknown").origin(written).toString();
	}

	private String describe(String name, @Nullable ConfigurationProperty written, String problem) {
		Description description = new Description(name, problem);
		if (written != null) {
			if (!SECRET.matcher(written.getName().toString()).find()) {
				description.add("Value: \"%s\"".formatted(written.getValue()));
			}
			description.origin(written);
		}
		return description.toString();
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

	/**
	 * Sentence, and lines that are set off from it.
	 */
	private static final class Description {

		private final StringBuilder text;

		private String separator = "%n%n    ";

		Description(String name, String problem) {
			this.text = new StringBuilder("Property '%s' %s.".formatted(name, problem));
		}

		Description origin(ConfigurationProperty written) {
			if (written.getOrigin() != null) {
				add("Origin: " + written.getOrigin());
			}
			return this;
		}

		void add(String line) {
			this.text.append(this.separator.formatted()).append(line);
			this.separator = "%n    ";
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

}
