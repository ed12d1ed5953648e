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
 * Source of the marks of calls, one for all shared tiers on the same server. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChangeMarks {

	/**
	 * Mark the beginning of a call that may put something later. Neither blocks nor
	 * contacts the server, and costs next to nothing.
	 * @return the mark
	 */
	ChangeMark mark();

}
