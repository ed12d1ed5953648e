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

package io.github.warmcache.operation;

/**
 * Text that is no key of the cache. The message says what to write instead.
 *
 * @since 0.1.0
 */
public final class InvalidKeyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidKeyException(String message) {
		super(message);
	}

}
