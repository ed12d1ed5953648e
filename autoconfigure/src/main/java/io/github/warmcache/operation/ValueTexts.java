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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Texts of values, for operators to read.
 */
final class ValueTexts {

	static final int LONGEST = 10_000;

	private final @Nullable ValueCodec codec;

	ValueTexts(@Nullable ValueCodec codec) {
		this.codec = codec;
	}

	String text(Object value) {
		String written = written(value);
		String text = (written != null) ? written : String.valueOf(value);
		return (text.length() <= LONGEST) ? text
				: "%s... (%d characters)".formatted(text.substring(0, LONGEST), text.length());
	}

	private @Nullable String written(Object value) {
		if (this.codec == null) {
			return null;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			this.codec.write(value, bytes);
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			return "%d bytes in a binary form".formatted(bytes.size());
		}
		catch (IOException | UnwritableValueException | RuntimeException ex) {
			return null;
		}
	}

}
