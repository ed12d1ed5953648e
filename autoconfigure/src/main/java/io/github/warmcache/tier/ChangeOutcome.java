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
 * What came of telling the shared tier about a change.
 *
 * @since 0.1.0
 */
public enum ChangeOutcome {

	/**
	 * The server took it.
	 */
	APPLIED,

	/**
	 * The server did not take it. This pod remembers, distrusts the key until then, and
	 * tries again before it next reads it.
	 */
	QUEUED,

	/**
	 * The server did not take it, and this pod is about to end, so that nobody tries
	 * again. What other pods hold lives to its end.
	 */
	FAILED,

	/**
	 * The server has a newer version of the value, and the given one was dropped.
	 */
	SUPERSEDED,

	/**
	 * The server removed the key instead of storing the value: the key was changed after
	 * the call began that puts it, so that nobody knows which of the two is newer.
	 */
	INVALIDATED

}
