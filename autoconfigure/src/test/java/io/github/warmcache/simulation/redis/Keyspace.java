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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * The keys of a database, with what they hold and until when. A string is held as such, a
 * hash as a map, a sorted set as its members, a list as its items.
 */
final class Keyspace {

	/**
	 * The end of what has none.
	 */
	static final long NEVER = Long.MAX_VALUE;

	private final Map<LuaString, Entry> entries = new LinkedHashMap<>();

	/**
	 * The time in milliseconds, which stands still while a script runs.
	 */
	private long now;

	void at(long time) {
		this.now = time;
	}

	long now() {
		return this.now;
	}

	@Nullable Entry find(LuaString key) {
		Entry entry = this.entries.get(key);
		if (entry != null && entry.end < this.now) {
			this.entries.remove(key);
			return null;
		}
		return entry;
	}

	/**
	 * Find what is of a type.
	 * @throws CommandError if it is of another one
	 */
	<T> @Nullable T find(LuaString key, Class<T> type) {
		Entry entry = find(key);
		if (entry == null) {
			return null;
		}
		if (!type.isInstance(entry.value)) {
			throw CommandError.wrongType();
		}
		return type.cast(entry.value);
	}

	@Nullable Map<LuaString, LuaString> hash(LuaString key) {
		Hash hash = find(key, Hash.class);
		return (hash != null) ? hash.fields : null;
	}

	Map<LuaString, LuaString> hashToWrite(LuaString key) {
		Hash hash = find(key, Hash.class);
		if (hash == null) {
			hash = new Hash(new LinkedHashMap<>());
			put(key, hash, NEVER);
		}
		return hash.fields;
	}

	void put(LuaString key, Object value, long end) {
		Entry entry = this.entries.get(key);
		if (entry == null) {
			this.entries.put(key, new Entry(value, end));
		}
		else {
			entry.value = value;
			entry.end = end;
		}
	}

	boolean remove(LuaString key) {
		return find(key) != null && this.entries.remove(key) != null;
	}

	void clear() {
		this.entries.clear();
	}

	/**
	 * Return the keys that have not ended, in the order in which they came.
	 */
	List<LuaString> keys() {
		List<LuaString> keys = new ArrayList<>(this.entries.size());
		this.entries.forEach((key, entry) -> {
			if (entry.end >= this.now) {
				keys.add(key);
			}
		});
		return keys;
	}

	Map<LuaString, Entry> copy() {
		Map<LuaString, Entry> copy = new LinkedHashMap<>();
		this.entries.forEach((key, entry) -> copy.put(key, entry.copy()));
		return copy;
	}

	void restore(Map<LuaString, Entry> copy) {
		this.entries.clear();
		copy.forEach((key, entry) -> this.entries.put(key, entry.copy()));
	}

	/**
	 * What a key holds.
	 */
	static final class Entry {

		Object value;

		/**
		 * The last millisecond in which the key is there.
		 */
		long end;

		Entry(Object value, long end) {
			this.value = value;
			this.end = end;
		}

		private Entry copy() {
			Object copy = this.value;
			if (copy instanceof Hash hash) {
				copy = new Hash(new LinkedHashMap<>(hash.fields));
			}
			else if (copy instanceof SortedMembers members) {
				copy = members.copy();
			}
			else if (copy instanceof Items items) {
				copy = new Items(new ArrayList<>(items.list));
			}
			return new Entry(copy, this.end);
		}

		String type() {
			if (this.value instanceof LuaString) {
				return "string";
			}
			if (this.value instanceof Hash) {
				return "hash";
			}
			if (this.value instanceof SortedMembers) {
				return "zset";
			}
			return "list";
		}

	}

	/**
	 * The fields of a hash, in the order in which they came.
	 */
	record Hash(Map<LuaString, LuaString> fields) {
	}

	/**
	 * The elements of a list.
	 */
	record Items(List<LuaString> list) {
	}

}
