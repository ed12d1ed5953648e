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

package io.github.warmcache.sample.lab;

import java.util.Locale;

/**
 * Something that has to hold, and what was found.
 *
 * @param name what has to hold
 * @param passed whether it does
 * @param found the figures
 */
public record Check(String name, boolean passed, String found) {

	public static Check that(String name, boolean passed, String format, Object... arguments) {
		return new Check(name, passed, String.format(Locale.ROOT, format, arguments));
	}

	@Override
	public String toString() {
		return (this.passed ? "PASS  " : "FAIL  ") + this.name + ": " + this.found;
	}

}
