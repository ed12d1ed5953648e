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

package io.github.warmcache.cache.local;

/**
 * Listener to the changes and losses of a local tier. It is told of each one before any
 * read sees it, sometimes inside Caffeine's {@code compute}, and must not block.
 */
public interface LocalListener {

	/**
	 * Return whether the listener wants to be told. The answer never changes.
	 */
	boolean isListening();

	/**
	 * Called when a key was changed.
	 */
	void changed(Object key);

	/**
	 * Called when an entry was evicted, has expired or was refused.
	 */
	void lost(Object key);

}
