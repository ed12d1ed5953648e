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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.simulation.redis.Command.Kind;
import io.github.warmcache.simulation.redis.SortedMembers.Member;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The commands of sorted sets.
 */
final class SortedSetCommands {

	static final List<Command> ALL = List.of(new Command("zadd", -4, Kind.GROW, SortedSetCommands::add),
			new Command("zincrby", 4, Kind.GROW, SortedSetCommands::increment),
			new Command("zscore", 3, Kind.READ, SortedSetCommands::score),
			new Command("zcard", 2, Kind.READ, SortedSetCommands::size),
			new Command("zrank", 3, Kind.READ, (server, a) -> rank(server, a, false)),
			new Command("zrevrank", 3, Kind.READ, (server, a) -> rank(server, a, true)),
			new Command("zcount", 4, Kind.READ, SortedSetCommands::count),
			new Command("zrange", -4, Kind.READ, (server, a) -> range(server, a, false)),
			new Command("zrevrange", -4, Kind.READ, (server, a) -> range(server, a, true)),
			new Command("zrangebyscore", -4, Kind.READ, SortedSetCommands::rangeByScore),
			new Command("zrem", -3, Kind.WRITE, SortedSetCommands::remove),
			new Command("zremrangebyrank", 4, Kind.WRITE, SortedSetCommands::removeByRank),
			new Command("zremrangebyscore", 4, Kind.WRITE, SortedSetCommands::removeByScore),
			new Command("zunionstore", -4, Kind.GROW, SortedSetCommands::unionStore));

	private SortedSetCommands() {
	}

	private static SortedMembers read(Server server, LuaString key) {
		SortedMembers members = server.keys().find(key, SortedMembers.class);
		return (members != null) ? members : new SortedMembers();
	}

	private static SortedMembers write(Server server, LuaString key) {
		SortedMembers members = server.keys().find(key, SortedMembers.class);
		if (members == null) {
			members = new SortedMembers();
			server.keys().put(key, members, Keyspace.NEVER);
		}
		return members;
	}

	private static void removeIfEmpty(Server server, LuaString key, SortedMembers members) {
		if (members.size() == 0) {
			server.keys().remove(key);
		}
	}

	private static LuaValue add(Server server, LuaString[] a) {
		int first = 2;
		List<String> options = new ArrayList<>();
		for (; first < a.length
				&& List.of("NX", "XX", "GT", "LT", "CH", "INCR").contains(Words.option(a[first])); first++) {
			options.add(Words.option(a[first]));
		}
		int words = a.length - first;
		if (words == 0 || words % 2 != 0) {
			throw CommandError.syntax();
		}
		boolean absent = options.contains("NX");
		boolean present = options.contains("XX");
		boolean greater = options.contains("GT");
		boolean less = options.contains("LT");
		boolean sum = options.contains("INCR");
		if (absent && present) {
			throw new CommandError("ERR XX and NX options at the same time are not compatible");
		}
		if (greater && absent || less && absent || greater && less) {
			throw new CommandError("ERR GT, LT, and/or NX options at the same time are not compatible");
		}
		if (sum && words > 2) {
			throw new CommandError("ERR INCR option supports a single increment-element pair");
		}
		double[] scores = new double[words / 2];
		for (int i = 0; i < scores.length; i++) {
			scores[i] = Words.number(a[first + 2 * i]);
		}
		SortedMembers members = present ? read(server, a[1]) : write(server, a[1]);
		int added = 0;
		int changed = 0;
		LuaValue result = LuaValue.FALSE;
		for (int i = 0; i < scores.length; i++) {
			LuaString name = a[first + 2 * i + 1];
			Double before = members.score(name);
			double score = (sum && before != null) ? sum(before, scores[i]) : scores[i];
			if ((before != null) ? absent || greater && score <= before || less && score >= before : present) {
				continue;
			}
			if (before == null || before != score) {
				members.put(name, score);
				added += (before != null) ? 0 : 1;
				changed += (before != null) ? 1 : 0;
			}
			result = LuaNumbers.general(score);
		}
		return sum ? result : Words.number(options.contains("CH") ? added + changed : added);
	}

	private static double sum(double left, double right) {
		double sum = left + right;
		if (Double.isNaN(sum)) {
			throw new CommandError("ERR resulting score is not a number (NaN)");
		}
		return sum;
	}

	private static LuaValue increment(Server server, LuaString[] a) {
		double by = Words.number(a[2]);
		Double before = read(server, a[1]).score(a[3]);
		double score = (before != null) ? sum(before, by) : by;
		write(server, a[1]).put(a[3], score);
		return LuaNumbers.general(score);
	}

	private static LuaValue score(Server server, LuaString[] a) {
		Double score = read(server, a[1]).score(a[2]);
		return (score != null) ? LuaNumbers.general(score) : LuaValue.FALSE;
	}

	private static LuaValue size(Server server, LuaString[] a) {
		return Words.number(read(server, a[1]).size());
	}

	private static LuaValue rank(Server server, LuaString[] a, boolean reversed) {
		List<Member> members = read(server, a[1]).list(reversed);
		for (int i = 0; i < members.size(); i++) {
			if (members.get(i).name().equals(a[2])) {
				return Words.number(i);
			}
		}
		return LuaValue.FALSE;
	}

	private static LuaValue count(Server server, LuaString[] a) {
		Bounds bounds = Bounds.read(a[2], a[3]);
		return Words.number(read(server, a[1]).list(false).stream().filter(bounds::hold).count());
	}

	private static LuaValue range(Server server, LuaString[] a, boolean reversed) {
		boolean scores = false;
		boolean turned = reversed;
		for (int i = 4; i < a.length; i++) {
			switch (Words.option(a[i])) {
				case "WITHSCORES" -> scores = true;
				case "REV" -> turned = true;
				case "BYSCORE", "BYLEX", "LIMIT" ->
					throw new AssertionError("The simulated Redis does not know ZRANGE with " + a[i].tojstring());
				default -> throw CommandError.syntax();
			}
		}
		Words.integer(a[2]);
		Words.integer(a[3]);
		List<Member> members = read(server, a[1]).list(turned);
		int[] range = Words.range(a[2], a[3], members.size());
		return reply(members.subList(range[0], range[1]), scores);
	}

	private static LuaValue rangeByScore(Server server, LuaString[] a) {
		boolean scores = false;
		long skipped = 0;
		long most = -1;
		for (int i = 4; i < a.length; i++) {
			String option = Words.option(a[i]);
			if (option.equals("WITHSCORES")) {
				scores = true;
			}
			else if (option.equals("LIMIT") && i + 2 < a.length) {
				skipped = Words.integer(a[++i]);
				most = Words.integer(a[++i]);
			}
			else {
				throw CommandError.syntax();
			}
		}
		Bounds bounds = Bounds.read(a[2], a[3]);
		List<Member> found = read(server, a[1]).list(false)
			.stream()
			.filter(bounds::hold)
			.skip(Math.max(0, skipped))
			.limit((most < 0) ? Long.MAX_VALUE : most)
			.toList();
		return reply((skipped < 0) ? List.of() : found, scores);
	}

	private static LuaTable reply(List<Member> members, boolean scores) {
		List<LuaValue> values = new ArrayList<>();
		for (Member member : members) {
			values.add(member.name());
			if (scores) {
				values.add(LuaNumbers.general(member.score()));
			}
		}
		return Server.list(values);
	}

	private static LuaValue remove(Server server, LuaString[] a) {
		SortedMembers members = read(server, a[1]);
		int removed = 0;
		for (int i = 2; i < a.length; i++) {
			removed += members.remove(a[i]) ? 1 : 0;
		}
		removeIfEmpty(server, a[1], members);
		return Words.number(removed);
	}

	private static LuaValue removeByRank(Server server, LuaString[] a) {
		Words.integer(a[2]);
		Words.integer(a[3]);
		List<Member> members = read(server, a[1]).list(false);
		int[] range = Words.range(a[2], a[3], members.size());
		return removeAll(server, a[1], members.subList(range[0], range[1]));
	}

	private static LuaValue removeByScore(Server server, LuaString[] a) {
		Bounds bounds = Bounds.read(a[2], a[3]);
		return removeAll(server, a[1], read(server, a[1]).list(false).stream().filter(bounds::hold).toList());
	}

	private static LuaValue removeAll(Server server, LuaString key, List<Member> removed) {
		SortedMembers members = read(server, key);
		removed.forEach((member) -> members.remove(member.name()));
		removeIfEmpty(server, key, members);
		return Words.number(removed.size());
	}

	private static LuaValue unionStore(Server server, LuaString[] a) {
		long count = Words.integer(a[2]);
		if (count < 1) {
			throw new CommandError("ERR at least 1 input key is needed for zunionstore");
		}
		if (count > a.length - 3) {
			throw CommandError.syntax();
		}
		int sources = (int) count;
		List<SortedMembers> inputs = new ArrayList<>();
		for (int i = 0; i < sources; i++) {
			inputs.add(read(server, a[3 + i]));
		}
		double[] weights = new double[sources];
		Arrays.fill(weights, 1);
		String aggregate = "SUM";
		for (int i = 3 + sources; i < a.length; i++) {
			String option = Words.option(a[i]);
			if (option.equals("WEIGHTS") && i + sources < a.length) {
				for (int k = 0; k < sources; k++) {
					weights[k] = Words.number(a[++i], "ERR weight value is not a float");
				}
			}
			else if (option.equals("AGGREGATE") && i + 1 < a.length
					&& List.of("SUM", "MIN", "MAX").contains(Words.option(a[i + 1]))) {
				aggregate = Words.option(a[++i]);
			}
			else {
				throw CommandError.syntax();
			}
		}
		return store(server, a[1], union(inputs, weights, aggregate));
	}

	private static Map<LuaString, Double> union(List<SortedMembers> inputs, double[] weights, String aggregate) {
		Map<LuaString, Double> union = new HashMap<>();
		for (int i = 0; i < weights.length; i++) {
			for (Member member : inputs.get(i).list(false)) {
				double score = zeroIfNone(member.score() * weights[i]);
				union.merge(member.name(), score, (left, right) -> switch (aggregate) {
					case "MIN" -> Math.min(left, right);
					case "MAX" -> Math.max(left, right);
					default -> zeroIfNone(left + right);
				});
			}
		}
		return union;
	}

	private static double zeroIfNone(double score) {
		return Double.isNaN(score) ? 0 : score;
	}

	private static LuaValue store(Server server, LuaString key, Map<LuaString, Double> scores) {
		server.keys().remove(key);
		if (!scores.isEmpty()) {
			SortedMembers members = write(server, key);
			scores.forEach(members::put);
		}
		return Words.number(scores.size());
	}

	/**
	 * Scores from one to another.
	 */
	private record Bounds(double least, boolean aboveLeast, double most, boolean belowMost) {

		static Bounds read(LuaString least, LuaString most) {
			return new Bounds(bound(least), isOpen(least), bound(most), isOpen(most));
		}

		private static boolean isOpen(LuaString bound) {
			return bound.m_length > 0 && bound.luaByte(0) == '(';
		}

		private static double bound(LuaString bound) {
			return Words.number(isOpen(bound) ? bound.substring(1, bound.m_length) : bound,
					"ERR min or max is not a float");
		}

		boolean hold(Member member) {
			double score = member.score();
			return (this.aboveLeast ? score > this.least : score >= this.least)
					&& (this.belowMost ? score < this.most : score <= this.most);
		}

	}

}
