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

package io.github.warmcache.source;

/**
 * Thrown by a source that would have to wait for a resource that its caller may hold,
 * such as the last connection of a pool. The source itself is healthy: the circuit
 * breaker does not count it as a failure, and the read falls back to the method body.
 *
 * @since 0.1.0
 */
public class SourceBusyException extends CacheSourceException {

	/**
	 * Create an exception.
	 * @param message what the source would wait for, without keys and values
	 */
	public SourceBusyException(String message) {
		super(message);
	}

}
