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

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Access to the elements of the keys that Spring creates from several parameters. They
 * have no accessor.
 */
final class SimpleKeys {

	private final @Nullable Field elements = find();

	List<@Nullable Object> elements(SimpleKey key) {
		if (key.equals(SimpleKey.EMPTY)) {
			return List.of();
		}
		if (this.elements == null) {
			throw unreadable();
		}
		try {
			@Nullable Object[] values = (@Nullable Object[]) this.elements.get(key);
			return Arrays.asList(values);
		}
		catch (IllegalAccessException ex) {
			throw unreadable();
		}
	}

	private static @Nullable Field find() {
		try {
			Field field = SimpleKey.class.getDeclaredField("params");
			return (field.getType() == Object[].class && field.trySetAccessible()) ? field : null;
		}
		catch (NoSuchFieldException ex) {
			return null;
		}
	}

	private static KeyWithoutTextException unreadable() {
		return new KeyWithoutTextException("The parameters in a SimpleKey of this version of Spring cannot be read, so"
				+ " it cannot be kept in the shared tier. Use one parameter as the key, or a record of several, for"
				+ " example @Cacheable(key = \"new com.example.Key(#a, #b)\")");
	}

}
