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
import java.util.Arrays;
import java.util.List;

/**
 * Cuts what Redis sends into whole replies and messages, so that some can be lost without
 * breaking the others.
 */
final class RespFrames {

	private static final int INCOMPLETE = -1;

	private byte[] rest = new byte[0];

	/**
	 * Takes the next bytes.
	 * @return the frames that are complete now, each as it was sent
	 */
	List<byte[]> add(byte[] bytes) {
		byte[] all = Arrays.copyOf(this.rest, this.rest.length + bytes.length);
		System.arraycopy(bytes, 0, all, this.rest.length, bytes.length);
		List<byte[]> frames = new ArrayList<>();
		int start = 0;
		while (start < all.length) {
			int end = end(all, start);
			if (end == INCOMPLETE) {
				break;
			}
			frames.add(Arrays.copyOfRange(all, start, end));
			start = end;
		}
		this.rest = Arrays.copyOfRange(all, start, all.length);
		return frames;
	}

	private static int end(byte[] bytes, int start) {
		int line = lineEnd(bytes, start);
		if (line == INCOMPLETE) {
			return INCOMPLETE;
		}
		return switch (bytes[start]) {
			case '$', '!', '=' -> bulkEnd(bytes, line, number(bytes, start, line));
			case '*', '~', '>' -> listEnd(bytes, line, number(bytes, start, line));
			case '%', '|' -> listEnd(bytes, line, 2 * number(bytes, start, line));
			default -> line;
		};
	}

	private static int lineEnd(byte[] bytes, int start) {
		for (int i = start; i + 1 < bytes.length; i++) {
			if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
				return i + 2;
			}
		}
		return INCOMPLETE;
	}

	private static int number(byte[] bytes, int start, int line) {
		return Integer.parseInt(new String(bytes, start + 1, line - start - 3, StandardCharsets.US_ASCII));
	}

	private static int bulkEnd(byte[] bytes, int start, int length) {
		if (length < 0) {
			return start;
		}
		int end = start + length + 2;
		return (end <= bytes.length) ? end : INCOMPLETE;
	}

	private static int listEnd(byte[] bytes, int start, int elements) {
		int end = start;
		for (int i = 0; i < elements && end != INCOMPLETE; i++) {
			end = (end < bytes.length) ? end(bytes, end) : INCOMPLETE;
		}
		return end;
	}

	/**
	 * Whether a frame is a message on a channel whose name contains a text.
	 */
	static boolean isMessage(byte[] frame, String channel) {
		if (frame[0] != '>' && frame[0] != '*') {
			return false;
		}
		String text = new String(frame, 0, Math.min(frame.length, 300), StandardCharsets.ISO_8859_1);
		String[] lines = text.split("\r\n");
		return lines.length > 4 && lines[2].equals("message") && lines[4].contains(channel);
	}

}
