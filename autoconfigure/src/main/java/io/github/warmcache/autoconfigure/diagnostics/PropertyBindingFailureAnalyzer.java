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

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Failure analyzer that says what to write if a property of Warmcache is unknown or its
 * value has the wrong type. It runs before Boot's own analyzers, which can only say that
 * something is wrong.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PropertyBindingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("warmcache");

	private final WrittenProperties written;

	PropertyBindingFailureAnalyzer(Environment environment) {
		this.written = new WrittenProperties(environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!cause.getName().equals(ROOT) && !ROOT.isAncestorOf(cause.getName())) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		return (unbound != null) ? analyzeUnknown(unbound, cause) : analyzeType(cause);
	}

	private FailureAnalysis analyzeUnknown(UnboundConfigurationPropertiesException unbound, BindException cause) {
		ConfigurationProperty property = unbound.getUnboundProperties().iterator().next();
		return new FailureAnalysis(this.written.describeUnknown(property),
				new KnownProperties().suggest(property.getName()), cause);
	}

	private @Nullable FailureAnalysis analyzeType(BindException cause) {
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		String expected = expected(type);
		if (expected == null || findCause(cause, ConversionException.class) == null) {
			return null;
		}
		return new FailureAnalysis(this.written.describe(cause.getName().toString(), "is not " + name(type)), expected,
				cause);
	}

	private static String name(Class<?> type) {
		if (type == Duration.class) {
			return "a duration";
		}
		if (type == DataSize.class) {
			return "a size";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		return type.isEnum() ? "one of its values"
				: (type.isRecord() || type == Map.class) ? "a value itself" : "a number";
	}

	private static @Nullable String expected(Class<?> type) {
		if (type == Duration.class) {
			return "Write a number and its unit, such as 500ms, 10s, 5m or 1h.";
		}
		if (type == DataSize.class) {
			return "Write a number and its unit, such as 512KB or 64MB.";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "Write true or false.";
		}
		if (type.isEnum()) {
			return "Write one of: " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", ")) + ".";
		}
		if (type == Map.class) {
			return "Write properties below it.";
		}
		if (type.isRecord()) {
			return "Write one of the properties below it: " + String.join(", ", KnownProperties.names(type)) + ".";
		}
		if (type == double.class || type == Double.class) {
			return "Write a number such as 0.1.";
		}
		return (type.isPrimitive() || Number.class.isAssignableFrom(type)) ? "Write a whole number." : null;
	}

}
