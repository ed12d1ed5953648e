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

package io.github.warmcache.warmup.fill;

import io.github.warmcache.warmup.CacheWarmer;

/**
 * Warmer that is known to deliver all entries of the source, so that nobody needs to
 * check their number. The number of entries that a bean of the application delivers is
 * checked.
 */
public interface WholeSourceWarmer extends CacheWarmer {

	/**
	 * Return whether the source counts its entries without reading all of them, so that
	 * each copy may be compared with their number.
	 */
	default boolean countsCheaply() {
		return false;
	}

}
