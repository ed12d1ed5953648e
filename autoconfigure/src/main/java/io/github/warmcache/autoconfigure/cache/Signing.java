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

package io.github.warmcache.autoconfigure.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.tier.codec.Signer;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of values in Redis and of snapshots, if {@code warmcache.signing-keys} is
 * set. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Signing {

	private static final String PROPERTY = "warmcache.signing-keys";

	/**
	 * Number of different characters that a secret has at least. One made by chance has
	 * about twice as many, even in hexadecimal digits.
	 */
	private static final int FEWEST_CHARACTERS = 8;

	private final @Nullable Signer signer;

	/**
	 * Create the signatures.
	 * @param keys the secrets, or {@code null} if nothing is signed
	 * @throws InvalidCacheConfigurationException if there is no secret, or one is too
	 * short. The message has none of them
	 */
	Signing(@Nullable List<String> keys) {
		if (keys == null) {
			this.signer = null;
			return;
		}
		if (keys.isEmpty()) {
			throw invalid(PROPERTY, "is empty, so that nothing would be signed");
		}
		for (int i = 0; i < keys.size(); i++) {
			String problem = problem(keys.get(i));
			if (problem != null) {
				throw invalid(PROPERTY + "[" + i + "]", problem);
			}
		}
		this.signer = new Signer(keys);
	}

	/**
	 * Return what keeps a text from being a secret, or {@code null} if nothing does. A
	 * placeholder whose variable is not set reaches us as it is written.
	 */
	private static @Nullable String problem(String key) {
		if (key.contains("${")) {
			return "names a variable that is not set";
		}
		if (key.getBytes(StandardCharsets.UTF_8).length < Signer.SHORTEST_SECRET) {
			return "has fewer than " + Signer.SHORTEST_SECRET + " bytes";
		}
		return (key.codePoints().distinct().count() < FEWEST_CHARACTERS)
				? "has fewer than " + FEWEST_CHARACTERS + " different characters" : null;
	}

	private static InvalidCacheConfigurationException invalid(String property, String problem) {
		return new InvalidCacheConfigurationException(property, problem,
				"Write the name of a secret such as ${WARMCACHE_SIGNING_KEY}, whose value "
						+ "'openssl rand -base64 32' makes, or leave the property out");
	}

	/**
	 * Return what signs.
	 * @return the signer, or {@code null} if nothing is signed
	 */
	public @Nullable Signer signer() {
		return this.signer;
	}

}
