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
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * The members of a sorted set.
 */
final class SortedMembers {

	private final Map<LuaString, Member> members = new HashMap<>();

	private final TreeSet<Member> order = new TreeSet<>();

	SortedMembers copy() {
		SortedMembers copy = new SortedMembers();
		copy.members.putAll(this.members);
		copy.order.addAll(this.order);
		return copy;
	}

	int size() {
		return this.members.size();
	}

	@Nullable Double score(LuaString name) {
		Member member = this.members.get(name);
		return (member != null) ? (Double) member.score : null;
	}

	void put(LuaString name, double score) {
		remove(name);
		Member member = new Member(name, score);
		this.members.put(name, member);
		this.order.add(member);
	}

	boolean remove(LuaString name) {
		Member member = this.members.remove(name);
		return member != null && this.order.remove(member);
	}

	/**
	 * Return a copy of all members in their order.
	 */
	List<Member> list(boolean reversed) {
		List<Member> list = new ArrayList<>(this.order);
		if (reversed) {
			Collections.reverse(list);
		}
		return list;
	}

	/**
	 * A member. Members of one score are ordered by their bytes.
	 */
	record Member(LuaString name, double score) implements Comparable<Member> {

		@Override
		public int compareTo(Member other) {
			if (this.score != other.score) {
				return (this.score < other.score) ? -1 : 1;
			}
			LuaString left = this.name;
			LuaString right = other.name;
			return Arrays.compareUnsigned(left.m_bytes, left.m_offset, left.m_offset + left.m_length, right.m_bytes,
					right.m_offset, right.m_offset + right.m_length);
		}

	}

}
