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

package io.github.warmcache.tier;

/**
 * Outcome of telling the shared tier about a change.
 *
 * @since 0.1.0
 */
public enum ChangeOutcome {

	/**
	 * The server applied the change.
	 */
	APPLIED,

	/**
	 * The server did not apply the change. This pod remembers it, distrusts the key until
	 * it is applied, and tries again before it next reads the key.
	 */
	QUEUED,

	/**
	 * The server did not apply the change. This pod is shutting down, so nobody tries
	 * again; other pods keep their values until they expire.
	 */
	FAILED,

	/**
	 * The server has a newer version of the value, and dropped the given one.
	 */
	SUPERSEDED,

	/**
	 * The server removed the key instead of storing the value. The key was changed after
	 * the call that puts it began, so it is unknown which of the two is newer.
	 */
	INVALIDATED

}
