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

package io.github.warmcache.tier.codec;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.github.warmcache.tier.shape.ValueShapes;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Differences of a mapper from ours, because they may change the form of any value.
 */
final class MapperForms {

	private static final List<String> OURS = features(ValueMappers.builder().build());

	private MapperForms() {
	}

	/**
	 * Return the differences as text, or an empty string if there are none.
	 */
	static String of(JsonMapper mapper) {
		List<String> features = features(mapper);
		List<String> added = new ArrayList<>(features);
		added.removeAll(OURS);
		List<String> removed = new ArrayList<>(OURS);
		removed.removeAll(features);
		return (added.isEmpty() && removed.isEmpty()) ? "" : "+" + added + "-" + removed + " ";
	}

	/**
	 * Return as text the form in which values of one type are written, or an empty string
	 * if it is ours.
	 */
	static String of(SerializationContext writing, DeserializationContext reading, JavaType type) {
		StringBuilder form = new StringBuilder();
		JsonFormat.Value format = writing.getConfig().getDefaultPropertyFormat(type.getRawClass());
		if (!JsonFormat.Value.empty().equals(format)) {
			form.append(" as ").append(format);
		}
		for (Object part : List.of(writing.findValueSerializer(type),
				reading.findNonContextualValueDeserializer(type))) {
			if (!ValueShapes.isOfJackson(part)) {
				form.append(" by ").append(part.getClass().getName());
			}
		}
		return form.toString();
	}

	private static List<String> features(JsonMapper mapper) {
		List<String> features = new ArrayList<>();
		for (MapperFeature feature : MapperFeature.values()) {
			add(features, feature, mapper.isEnabled(feature));
		}
		for (SerializationFeature feature : SerializationFeature.values()) {
			add(features, feature, mapper.isEnabled(feature));
		}
		for (DeserializationFeature feature : DeserializationFeature.values()) {
			add(features, feature, mapper.isEnabled(feature));
		}
		for (DateTimeFeature feature : DateTimeFeature.values()) {
			add(features, feature, mapper.serializationConfig().isEnabled(feature));
		}
		for (EnumFeature feature : EnumFeature.values()) {
			add(features, feature, mapper.serializationConfig().isEnabled(feature));
		}
		for (JsonNodeFeature feature : JsonNodeFeature.values()) {
			add(features, feature, mapper.serializationConfig().isEnabled(feature));
		}
		features.add(mapper.serializationConfig().getDefaultPropertyInclusion().toString());
		features.add(mapper.serializationConfig().getDateFormat().getClass().getName());
		features.add(mapper.serializationConfig().getTimeZone().getID());
		features.add(String.valueOf(mapper.serializationConfig().getPropertyNamingStrategy()));
		return features;
	}

	private static void add(List<String> features, Enum<?> feature, boolean enabled) {
		if (enabled) {
			features.add(feature.name());
		}
	}

}
