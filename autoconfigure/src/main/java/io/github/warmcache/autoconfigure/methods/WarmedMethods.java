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

package io.github.warmcache.autoconfigure.methods;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.autoconfigure.types.WarmedMethod;

/**
 * Validated methods that are called to warm caches. Thread-safe.
 */
public final class WarmedMethods {

	private final CachedMethods methods;

	private final WarmedMethodRules rules;

	private final Set<WarmedMethod> valid = new HashSet<>();

	public WarmedMethods(CachedMethods methods, WarmedMethodRules rules) {
		this.methods = methods;
		this.rules = rules;
	}

	/**
	 * Return the methods that are known by now.
	 * @return the methods, in the order of the bean definitions
	 * @throws InvalidCacheConfigurationException if one of them violates a rule
	 */
	public synchronized List<WarmedMethod> all() {
		List<WarmedMethod> known = this.methods.warmed();
		for (WarmedMethod method : known) {
			if (!this.valid.contains(method)) {
				this.rules.check(method);
				this.valid.add(method);
			}
		}
		return known;
	}

	/**
	 * Return the methods that use a cache.
	 * @param cacheName the name of the cache
	 * @return the methods that are known by now
	 */
	public List<WarmedMethod> of(String cacheName) {
		return all().stream().filter((method) -> method.uses(cacheName)).toList();
	}

}
