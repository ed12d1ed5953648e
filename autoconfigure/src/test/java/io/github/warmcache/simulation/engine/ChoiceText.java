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

package io.github.warmcache.simulation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Choices as a text that fits into one line: a character each, streams parted by dots.
 */
public final class ChoiceText {

	private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	private static final char LONG = '-';

	private static final char STREAM = '.';

	private ChoiceText() {
	}

	/**
	 * Write choices.
	 * @param streams the choices of the streams
	 * @return the text
	 */
	public static String write(List<int[]> streams) {
		StringBuilder text = new StringBuilder();
		for (int[] stream : streams) {
			for (int value : stream) {
				if (value < DIGITS.length()) {
					text.append(DIGITS.charAt(value));
				}
				else {
					text.append(LONG).append(value).append(LONG);
				}
			}
			text.append(STREAM);
		}
		return text.toString();
	}

	/**
	 * Read choices.
	 * @param text what was written
	 * @return the choices of the streams
	 */
	public static List<int[]> read(String text) {
		List<int[]> streams = new ArrayList<>();
		int[] stream = new int[text.length()];
		int length = 0;
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (next == STREAM) {
				streams.add(Arrays.copyOf(stream, length));
				length = 0;
			}
			else if (next == LONG) {
				int end = text.indexOf(LONG, i + 1);
				stream[length++] = Integer.parseInt(text.substring(i + 1, end));
				i = end;
			}
			else {
				stream[length++] = DIGITS.indexOf(next);
			}
		}
		return streams;
	}

}
