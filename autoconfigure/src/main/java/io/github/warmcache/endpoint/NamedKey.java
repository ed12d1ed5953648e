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

package io.github.warmcache.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Name of a key in an answer. It tells an operator which key was meant: a server may have
 * dropped a part of the address.
 *
 * @param digest the digest of the key, as in the log: {@code #} and hexadecimal digits
 * @param text the key as text, or {@code null} if keys are hidden
 */
record NamedKey(String digest, @Nullable String text) {
}
