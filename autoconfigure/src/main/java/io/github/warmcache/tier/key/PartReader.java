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

package io.github.warmcache.tier.key;

import org.jspecify.annotations.Nullable;

/**
 * Reader of the parts of a key's text. The text has the number of parts and a colon, then
 * for each part its length, a colon and its text, or a dash for {@code null}.
 */
final class PartReader {

	private final String text;

	private final int count;

	private int position;

	PartReader(String text) {
		this.text = text;
		this.count = number();
	}

	int count() {
		return this.count;
	}

	@Nullable String next() {
		if (this.text.charAt(this.position) == '-') {
			this.position++;
			return null;
		}
		int length = number();
		int start = this.position;
		this.position = Math.addExact(start, length);
		return this.text.substring(start, this.position);
	}

	void end() {
		if (this.position != this.text.length()) {
			throw new IllegalArgumentException("More text than parts");
		}
	}

	private int number() {
		int colon = this.text.indexOf(':', this.position);
		if (colon < 0) {
			throw new IllegalArgumentException("No length");
		}
		int number = Integer.parseInt(this.text, this.position, colon, 10);
		if (number < 0) {
			throw new IllegalArgumentException("Negative length");
		}
		this.position = colon + 1;
		return number;
	}

}
