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
 * Place of a put among the changes of its key, as far as this pod knows.
 */
public enum PutOrder {

	/**
	 * No change of the key since the call began is known.
	 */
	LAST,

	/**
	 * The key was changed since the call began. The shared tier decides the order.
	 */
	OPEN,

	/**
	 * The value may be older than one that has been there. The key is removed.
	 */
	LATE,

	/**
	 * A newer version is here. The value is dropped.
	 */
	SUPERSEDED

}
