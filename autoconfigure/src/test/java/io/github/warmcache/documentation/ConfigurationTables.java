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

package io.github.warmcache.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Tables of all properties, made of the metadata that editors read.
 */
final class ConfigurationTables {

	private static final String CACHE = "warmcache.caches.<name>";

	/**
	 * Sections in the order of the page.
	 */
	private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

	static {
		SECTIONS.put("warmcache", "The application.");
		SECTIONS.put("warmcache.defaults", "Defaults for all caches.");
		SECTIONS.put(CACHE, "One cache. What is not written here comes from `warmcache.defaults`.");
		SECTIONS.put(CACHE + ".source", "Where the values of one cache really come from. Write one kind of source.");
		SECTIONS.put(CACHE + ".warmup", "How one cache is filled before traffic.");
		SECTIONS.put("warmcache.warmup", "The warm-up of all caches.");
		SECTIONS.put("warmcache.snapshots", "Files that outlive the container.");
		SECTIONS.put("warmcache.shared", "The connection to Redis.");
		SECTIONS.put("warmcache.coherence", "How pods hear of each other's changes.");
		SECTIONS.put("warmcache.redis-watch", "How one pod watches Redis for all.");
		SECTIONS.put("warmcache.observations", "What Micrometer observes besides loads, changes and warm-ups.");
		SECTIONS.put("warmcache.audit", "How each pod compares what it holds with its sources.");
		SECTIONS.put("warmcache.advice", "What the advisor says about the configuration.");
		SECTIONS.put("management.endpoint.cachewarmup", "The Actuator endpoint.");
		SECTIONS.put("management.endpoint.cacheconsole", "The page for operators.");
	}

	private static final Map<String, String> TYPES = Map.of("java.lang.Boolean", "yes or no", "java.lang.Double",
			"number", "java.lang.Integer", "whole number", "java.lang.Long", "whole number", "java.lang.String", "text",
			"java.nio.file.Path", "path", "java.time.Duration", "duration", "org.springframework.util.unit.DataSize",
			"size");

	private ConfigurationTables() {
	}

	/**
	 * Make the tables.
	 * @return Markdown, a section with a heading for each group of properties
	 * @throws Exception if the metadata cannot be read
	 */
	static String render() throws Exception {
		Map<String, Map<String, JsonNode>> sections = new LinkedHashMap<>();
		SECTIONS.keySet().forEach((section) -> sections.put(section, new TreeMap<>()));
		properties().forEach((name, property) -> {
			String section = section(name);
			sections.get(section).put(name.substring(section.length() + 1), property);
		});
		StringBuilder page = new StringBuilder();
		for (Map.Entry<String, Map<String, JsonNode>> section : sections.entrySet()) {
			page.append("### `").append(section.getKey()).append("`\n\n");
			page.append(SECTIONS.get(section.getKey())).append("\n\n");
			page.append("| property | default | value | |\n|---|---|---|---|\n");
			for (Map.Entry<String, JsonNode> property : section.getValue().entrySet()) {
				page.append(row(property.getKey(), property.getValue())).append('\n');
			}
			page.append('\n');
		}
		return page.toString().strip();
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (JsonNode property : read("/META-INF/spring-configuration-metadata.json")) {
			properties.put(name(property), property);
		}
		for (JsonNode property : read(
				"/META-INF/spring/configuration-metadata/" + CacheProperties.class.getName() + ".json")) {
			properties.put(CACHE + "." + name(property), property);
		}
		return properties;
	}

	private static JsonNode read(String metadata) throws IOException {
		try (InputStream json = WarmcacheProperties.class.getResourceAsStream(metadata)) {
			return JsonMapper.shared()
				.readTree(Objects.requireNonNull(json, () -> metadata + " is missing: build with Maven"))
				.get("properties");
		}
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

	/**
	 * Return the section whose name is the longest that a property begins with.
	 */
	private static String section(String name) {
		String section = name;
		while (!SECTIONS.containsKey(section)) {
			section = section.substring(0, section.lastIndexOf('.'));
		}
		return section;
	}

	private static String row(String name, JsonNode property) {
		JsonNode value = property.get("defaultValue");
		String written = (value != null) ? "`" + value.asString().replace('_', '-') + "`" : "";
		return "| `" + name + "` | " + written + " | " + type(property.get("type").asString()) + " | "
				+ escaped(property.get("description").asString()) + " |";
	}

	private static String escaped(String text) {
		return text.replace("*", "\\*").replace("|", "\\|").replace("<", "&lt;");
	}

	private static String type(String name) {
		String plain = TYPES.get(name);
		if (plain != null) {
			return plain;
		}
		if (name.equals("java.util.List<java.lang.String>") || name.equals("java.util.Set<java.lang.String>")) {
			return "list of texts";
		}
		if (name.startsWith("java.util.List<")) {
			return "list";
		}
		if (name.startsWith("java.util.Map<")) {
			return "map";
		}
		return constants(ClassUtils.resolveClassName(name, null));
	}

	private static String constants(Class<?> type) {
		Object @Nullable [] constants = type.getEnumConstants();
		return Arrays.stream(Objects.requireNonNull(constants, () -> type + " has no place in the table yet"))
			.map((constant) -> "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
			.collect(Collectors.joining(", "));
	}

}
