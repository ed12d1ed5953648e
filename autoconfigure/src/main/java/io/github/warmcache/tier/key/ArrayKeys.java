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

package io.github.warmcache.tier.key;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Texts of arrays of primitives. Only the arguments of a method can be such arrays,
 * because they are compared by content; an array that is itself a key equals only itself.
 */
final class ArrayKeys {

	private static final Map<Class<?>, String> TAGS = Map.of(boolean.class, "pz", byte.class, "pb", char.class, "pc",
			short.class, "ph", int.class, "pi", long.class, "pl", float.class, "pf", double.class, "pd");

	private static final Map<String, Form> FORMS = Map.of("pz", new Form(boolean.class, ArrayKeys::parseBoolean), "pb",
			new Form(byte.class, Byte::valueOf), "pc",
			new Form(char.class, (number) -> (char) Integer.parseInt(number)), "ph",
			new Form(short.class, Short::valueOf), "pi", new Form(int.class, Integer::valueOf), "pl",
			new Form(long.class, Long::valueOf), "pf", new Form(float.class, Float::valueOf), "pd",
			new Form(double.class, Double::valueOf));

	private ArrayKeys() {
	}

	/**
	 * Return the text of an array of primitives.
	 * @return the text, or {@code null} if it is not such an array
	 */
	static @Nullable String write(Object array) {
		Class<?> component = array.getClass().getComponentType();
		String tag = (component != null) ? TAGS.get(component) : null;
		if (tag == null) {
			return null;
		}
		StringBuilder text = new StringBuilder(tag).append(':');
		for (int i = 0; i < Array.getLength(array); i++) {
			Object element = Array.get(array, i);
			text.append((element instanceof Character character) ? Integer.toString(character) : element).append(',');
		}
		return text.toString();
	}

	/**
	 * Return the array with a text.
	 * @param tag the part before the colon
	 * @param text the part after the colon
	 * @return the array, or {@code null} if the tag is not that of an array of primitives
	 * @throws RuntimeException if the text is not that of such an array
	 */
	static @Nullable Object read(String tag, String text) {
		Form form = FORMS.get(tag);
		if (form == null) {
			return null;
		}
		// A comma ends each element, so nothing follows the last one.
		String[] elements = text.split(",", -1);
		Object array = Array.newInstance(form.component(), elements.length - 1);
		for (int i = 0; i < elements.length - 1; i++) {
			Array.set(array, i, form.reader().apply(limited(elements[i])));
		}
		return array;
	}

	private static Boolean parseBoolean(String text) {
		return text.equals("true");
	}

	private static String limited(String number) {
		if (number.length() > 40) {
			throw new NumberFormatException("Too long");
		}
		return number;
	}

	/**
	 * Text form of the elements of one type.
	 */
	private record Form(Class<?> component, Function<String, Object> reader) {
	}

}
