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

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Digests that tell the keys of one cache apart and do not show them, for logs.
 */
public final class KeyDigests implements Function<Object, String> {

	private final @Nullable Class<?> type;

	private final KeyTexts texts;

	/**
	 * Create digests.
	 * @param cacheName the name of the cache
	 * @param keyType the declared type of its keys
	 */
	public KeyDigests(String cacheName, ResolvableType keyType) {
		this.type = keyType.resolve();
		this.texts = new KeyTexts(cacheName, keyType);
	}

	/**
	 * Return the digest of a key.
	 */
	@Override
	public String apply(Object key) {
		return Digests.id(text(key));
	}

	/**
	 * Return the text of a key as an operator would type it, or the name of its class if
	 * it has none.
	 */
	public String text(Object key) {
		if (key instanceof String string && this.type == String.class) {
			return string;
		}
		try {
			return this.texts.write(key);
		}
		catch (KeyWithoutTextException ex) {
			return "a " + key.getClass().getName();
		}
	}

}
