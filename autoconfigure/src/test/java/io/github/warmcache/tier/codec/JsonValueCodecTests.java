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

package io.github.warmcache.tier.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link JsonValueCodecFactory} makes: values that follow each other.
 */
class JsonValueCodecTests {

	@Test
	void valuesThatFollowEachOtherAreThoseThatWereWritten() {
		List<Object> places = List.of(new Place("Roma", 1), new Place("a\nb}{\"", 2), new Place("日本", 3));
		assertThat(read(Place.class, places)).isEqualTo(places);
	}

	@Test
	void scalarsDoNotRunTogether() {
		assertThat(read(Long.class, List.of(1L, 22L, 333L))).containsExactly(1L, 22L, 333L);
		assertThat(read(String.class, List.of("", "a b", "\n"))).containsExactly("", "a b", "\n");
	}

	@Test
	void oneThatCannotBeReadLeavesTheOthers() {
		assertThat(readJson(Place.class, "{\"name\":\"A\",\"size\":1}", "{\"name\":\"B\",\"size\":-1}",
				"{\"name\":\"C\",\"size\":3}"))
			.containsExactly(new Place("A", 1), null, new Place("C", 3));
		assertThat(readJson(Place.class, "{\"name\":\"A\",\"size\":1}", "null", "{\"name\"", ""))
			.containsExactly(new Place("A", 1), null, null, null);
	}

	@Test
	void oneThatIsTwoIsNone() {
		assertThat(readJson(Long.class, "1", "2 3", "4")).containsExactly(1L, null, 4L);
	}

	@Test
	void noneAreNone() {
		assertThat(read(Place.class, List.of())).isEmpty();
	}

	private static List<@Nullable Object> read(Class<?> type, List<?> values) {
		ValueCodec codec = codec(type);
		return read(codec, values.stream().map((value) -> write(codec, value)).toArray(byte[][]::new));
	}

	private static byte[] write(ValueCodec codec, Object value) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		try {
			codec.write(value, output);
		}
		catch (IOException | UnwritableValueException ex) {
			throw new IllegalStateException(ex);
		}
		return output.toByteArray();
	}

	private static List<@Nullable Object> readJson(Class<?> type, String... values) {
		return read(codec(type),
				Arrays.stream(values).map((value) -> value.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
	}

	private static List<@Nullable Object> read(ValueCodec codec, byte[]... values) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(new byte[] { '7', '7' });
		for (byte[] value : values) {
			bytes.writeBytes(value);
			bytes.write('\n');
		}
		return codec.readAll(bytes.toByteArray(), 2, Arrays.stream(values).mapToInt((value) -> value.length).toArray());
	}

	private static ValueCodec codec(Class<?> type) {
		return new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()).create("places",
				ResolvableType.forClass(type));
	}

	/**
	 * Value that does not take everything.
	 *
	 * @param name any text
	 * @param size not negative
	 */
	record Place(String name, int size) {

		Place {
			if (size < 0) {
				throw new IllegalArgumentException("Negative");
			}
		}

	}

}
