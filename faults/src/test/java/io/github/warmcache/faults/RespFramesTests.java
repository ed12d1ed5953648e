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

package io.github.warmcache.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RespFrames}.
 */
class RespFramesTests {

	private static final List<String> FRAMES = List.of("+OK\r\n", ":12\r\n", "$-1\r\n", "$0\r\n\r\n", "*0\r\n",
			"$6\r\na\r\nb\r\n\r\n", "*2\r\n*1\r\n:1\r\n$3\r\nabc\r\n", "%1\r\n+key\r\n*-1\r\n", "_\r\n",
			">3\r\n$7\r\nmessage\r\n$3\r\nabc\r\n$2\r\nhi\r\n");

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 1000 })
	void framesAreFoundHoweverTheyAreCutOnTheirWay(int size) {
		RespFrames frames = new RespFrames();
		String stream = String.join("", FRAMES);
		List<String> found = new ArrayList<>();
		for (int start = 0; start < stream.length(); start += size) {
			String part = stream.substring(start, Math.min(stream.length(), start + size));
			frames.add(bytes(part)).forEach((frame) -> found.add(new String(frame, StandardCharsets.ISO_8859_1)));
		}
		assertThat(found).isEqualTo(FRAMES);
	}

	@Test
	void messagesAreKnownByTheirChannelInBothProtocols() {
		String message = "3\r\n$7\r\nmessage\r\n$14\r\napp:changes:v1\r\n$2\r\nhi\r\n";
		assertThat(RespFrames.isMessage(bytes(">" + message), ":changes:")).isTrue();
		assertThat(RespFrames.isMessage(bytes("*" + message), ":changes:")).isTrue();
		assertThat(RespFrames.isMessage(bytes(">" + message), ":beat:")).isFalse();
		assertThat(RespFrames.isMessage(bytes(message.replace("message", "another")), ":changes:")).isFalse();
		assertThat(RespFrames.isMessage(bytes("+OK\r\n"), ":")).isFalse();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
