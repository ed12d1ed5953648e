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

package io.github.warmcache.warmup.measure;

import java.util.Map;

import io.github.warmcache.warmup.GoodLoad;

/**
 * Place that keeps the last good load of each cache for other pods and later starts. Used
 * by one thread at a time. May block.
 */
public interface GoodLoadStore {

	/**
	 * Return what names the place in the log.
	 */
	String name();

	/**
	 * Return whether the place may lose what it was told, so that it is told again and
	 * again.
	 */
	boolean forgets();

	/**
	 * Tell the place what this pod knows, and learn what the place knows. Of two loads of
	 * a cache it keeps the one that ended later.
	 * @param known the last good loads by cache, may be empty
	 * @return the last good loads by cache, also of caches that this pod does not have
	 * @throws Exception if the place cannot be reached
	 */
	Map<String, GoodLoad> exchange(Map<String, GoodLoad> known) throws Exception;

}
