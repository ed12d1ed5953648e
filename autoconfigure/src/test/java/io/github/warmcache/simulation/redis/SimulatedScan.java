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

package io.github.warmcache.simulation.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * A walk over the keys of a simulated server, in steps that each go over the wire. What
 * is there from the beginning to the end is found; what comes or goes meanwhile may be.
 */
final class SimulatedScan implements Cursor<byte[]> {

	private static final int DEFAULT_COUNT = 10;

	private final SimulatedRedis redis;

	private final SimulatedRedis.Wire wire;

	private final byte @Nullable [] pattern;

	private final int count;

	private final Queue<byte[]> found = new ArrayDeque<>();

	/**
	 * The keys that were there at the first step.
	 */
	private @Nullable List<LuaString> all;

	private int looked;

	private long position;

	private boolean closed;

	SimulatedScan(SimulatedRedis redis, SimulatedRedis.Wire wire, ScanOptions options) {
		this.redis = redis;
		this.wire = wire;
		this.pattern = options.getBytePattern();
		Long count = options.getCount();
		this.count = (count != null) ? count.intValue() : DEFAULT_COUNT;
	}

	private boolean step() {
		Keyspace keys = this.redis.server().keys();
		if (this.all == null) {
			this.all = keys.keys();
		}
		int end = Math.min(this.all.size(), this.looked + this.count);
		for (; this.looked < end; this.looked++) {
			LuaString key = this.all.get(this.looked);
			byte[] name = Server.bytes(key);
			if (keys.find(key) != null && (this.pattern == null || GlobPattern.matches(this.pattern, name))) {
				this.found.add(name);
			}
		}
		return true;
	}

	@Override
	public boolean hasNext() {
		while (this.found.isEmpty() && (this.all == null || this.looked < this.all.size())) {
			this.wire.exchange("scan", this::step);
		}
		return !this.found.isEmpty();
	}

	@Override
	public byte[] next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		this.position++;
		return this.found.remove();
	}

	@Override
	public void close() {
		this.closed = true;
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public CursorId getId() {
		return CursorId.of(this.looked);
	}

	@Override
	@Deprecated
	public long getCursorId() {
		return this.looked;
	}

	@Override
	public long getPosition() {
		return this.position;
	}

	/**
	 * The patterns of SCAN.
	 */
	static final class GlobPattern {

		private GlobPattern() {
		}

		static boolean matches(byte[] pattern, byte[] text) {
			// Not even an asterisk matches nothing.
			return (text.length == 0) ? pattern.length == 0 : matches(latin(pattern), 0, latin(text), 0);
		}

		private static String latin(byte[] bytes) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}

		private static boolean matches(String pattern, int p, String text, int t) {
			int at = t;
			for (int i = p; i < pattern.length(); i++) {
				char c = pattern.charAt(i);
				if (c == '*') {
					for (int rest = at; rest <= text.length(); rest++) {
						if (matches(pattern, i + 1, text, rest)) {
							return true;
						}
					}
					return false;
				}
				if (at == text.length()) {
					return false;
				}
				if (c == '[') {
					int end = classEnd(pattern, i);
					if (!classHolds(pattern, i + 1, end, text.charAt(at))) {
						return false;
					}
					i = end;
				}
				else if (c != '?') {
					if (c == '\\' && i + 1 < pattern.length()) {
						c = pattern.charAt(++i);
					}
					if (c != text.charAt(at)) {
						return false;
					}
				}
				at++;
			}
			return at == text.length();
		}

		private static int classEnd(String pattern, int begin) {
			for (int i = begin + 1; i < pattern.length(); i++) {
				if (pattern.charAt(i) == '\\') {
					i++;
				}
				else if (pattern.charAt(i) == ']') {
					return i;
				}
			}
			return pattern.length() - 1;
		}

		private static boolean classHolds(String pattern, int begin, int end, char c) {
			boolean not = begin < end && pattern.charAt(begin) == '^';
			boolean held = false;
			for (int i = not ? begin + 1 : begin; i < end; i++) {
				char low = pattern.charAt(i);
				if (low == '\\' && i + 1 < end) {
					low = pattern.charAt(++i);
				}
				char high = low;
				if (i + 2 < end && pattern.charAt(i + 1) == '-') {
					high = pattern.charAt(i + 2);
					i += 2;
				}
				held |= c >= Math.min(low, high) && c <= Math.max(low, high);
			}
			return held != not;
		}

	}

}
