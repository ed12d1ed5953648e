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

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Names of the existing properties, used to suggest one for an unknown name.
 */
final class KnownProperties {

	/**
	 * Maximum share of the characters of a name that may be mistyped.
	 */
	private static final double TYPOS = 0.4;

	/**
	 * Suggest what to write instead of an unknown name.
	 * @param unknown the name
	 * @return sentences
	 */
	String suggest(ConfigurationPropertyName unknown) {
		Class<?> type = WarmcacheProperties.class;
		int index = 1;
		while (index < unknown.getNumberOfElements()) {
			RecordComponent component = find(type, unknown.getElement(index, Form.UNIFORM));
			if (component == null) {
				return suggest(unknown, index, type);
			}
			index++;
			if (component.getType() == Map.class) {
				type = CacheProperties.class;
				index++;
			}
			else if (component.getType().isRecord()) {
				type = component.getType();
			}
			else {
				break;
			}
		}
		return "Write '" + unknown.chop(index) + "', which has nothing below it.";
	}

	private static String suggest(ConfigurationPropertyName unknown, int index, Class<?> type) {
		String parent = unknown.chop(index).toString();
		String element = unknown.getElement(index, Form.DASHED);
		List<String> names = names(type);
		StringBuilder suggestion = new StringBuilder();
		String closest = closest(element, names);
		if (closest != null) {
			suggestion.append("Did you mean '").append(parent).append('.').append(closest).append("'? ");
		}
		if (type == CacheProperties.class && index + 1 < unknown.getNumberOfElements()) {
			suggestion.append("If the name of the cache has dots, write it in brackets: warmcache.caches[%s.%s]. "
				.formatted(unknown.getElement(index - 1, Form.ORIGINAL), unknown.getElement(index, Form.ORIGINAL)));
		}
		return suggestion.append("These are the properties below '%s': %s.".formatted(parent, String.join(", ", names)))
			.toString();
	}

	/**
	 * Return the names of the properties that a type has.
	 * @param type a record
	 * @return the names in the order of the record
	 */
	static List<String> names(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.toList();
	}

	private static @Nullable RecordComponent find(Class<?> type, String uniformName) {
		return Arrays.stream(type.getRecordComponents())
			.filter((component) -> component.getName().toLowerCase(Locale.ROOT).equals(uniformName))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String closest(String name, List<String> candidates) {
		return candidates.stream()
			.filter((candidate) -> distance(name, candidate) <= TYPOS * candidate.length())
			.min(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.orElse(null);
	}

	/**
	 * Return the number of characters to insert, delete or replace.
	 */
	private static int distance(String first, String second) {
		int[] previous = new int[second.length() + 1];
		Arrays.setAll(previous, (i) -> i);
		for (int i = 1; i <= first.length(); i++) {
			int[] current = new int[second.length() + 1];
			current[0] = i;
			for (int j = 1; j <= second.length(); j++) {
				int replaced = previous[j - 1] + ((first.charAt(i - 1) != second.charAt(j - 1)) ? 1 : 0);
				current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[second.length()];
	}

}
