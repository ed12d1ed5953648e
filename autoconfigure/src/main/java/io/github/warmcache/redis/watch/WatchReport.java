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

package io.github.warmcache.redis.watch;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.warmcache.redis.watch.ServerFigures.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Report of the pod that watches, a text of lines that all pods read.
 * <p>
 * The first release reads lines of two kinds only: the eight figures of a server, and the
 * count of a canary as a name, a history and a number. It rejects a report with any
 * other. So what was added since has the form of a count too: that of a cache's canary,
 * which that release adds to the others, and the replication of a server, as the history
 * of a count that is always 0. This release leaves out lines of kinds that it does not
 * know.
 *
 * @param servers the figures of the server, or of each master of a Redis Cluster
 * @param canaries the number of canaries lost, by the number of each canary
 * @param caches the number of canaries lost of each cache that has one, by its name
 */
record WatchReport(List<ServerFigures> servers, Map<String, Tally> canaries, Map<String, Tally> caches) {

	private static final String FIRST_LINE = "w1";

	private static final String SERVER = "s ";

	private static final String COUNT = "c ";

	/**
	 * Begin of the name of a count that belongs to a cache.
	 */
	private static final String CACHE = "k:";

	/**
	 * Begin of the name of a count whose history is the replication of a server.
	 */
	private static final String REPLICATION = "r:";

	/**
	 * Line of a kind that a later release may add.
	 */
	private static final Pattern OTHER = Pattern.compile("[a-z] .*");

	/**
	 * Number of fields of the line of a count.
	 */
	private static final int FIELDS = 3;

	String write() {
		StringBuilder text = new StringBuilder(FIRST_LINE);
		this.servers.forEach((server) -> text.append('\n').append(SERVER).append(server.write()));
		for (ServerFigures server : this.servers) {
			if (server.replication() != null) {
				write(text, REPLICATION + server.address(), new Tally(server.replication().write(), 0));
			}
		}
		this.canaries.forEach((canary, lost) -> write(text, canary, lost));
		this.caches
			.forEach((cache, lost) -> write(text, CACHE + URLEncoder.encode(cache, StandardCharsets.UTF_8), lost));
		return text.toString();
	}

	private static void write(StringBuilder text, String name, Tally count) {
		text.append('\n')
			.append(COUNT)
			.append(name)
			.append(' ')
			.append(count.history())
			.append(' ')
			.append(count.count());
	}

	/**
	 * Read a report.
	 * @param text the text, which anybody may have written
	 * @return the report, or {@code null} if it is none
	 */
	static @Nullable WatchReport read(String text) {
		String[] lines = text.split("\n", -1);
		if (!lines[0].equals(FIRST_LINE)) {
			return null;
		}
		List<ServerFigures> servers = new ArrayList<>();
		Map<String, Tally> counts = new LinkedHashMap<>();
		for (int i = 1; i < lines.length; i++) {
			ServerFigures server = lines[i].startsWith(SERVER) ? ServerFigures.read(lines[i].substring(2)) : null;
			if (server != null) {
				servers.add(server);
			}
			else if (lines[i].startsWith(SERVER) || !OTHER.matcher(lines[i]).matches()
					|| (lines[i].startsWith(COUNT) && !readCount(lines[i].substring(2), counts))) {
				return null;
			}
		}
		return of(servers, counts);
	}

	private static boolean readCount(String text, Map<String, Tally> counts) {
		String[] fields = text.split(" ", -1);
		if (fields.length != FIELDS) {
			return false;
		}
		try {
			counts.put(fields[0], new Tally(fields[1], Long.parseLong(fields[2])));
			return true;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private static @Nullable WatchReport of(List<ServerFigures> servers, Map<String, Tally> counts) {
		Map<String, Tally> canaries = new LinkedHashMap<>();
		Map<String, Tally> caches = new LinkedHashMap<>();
		try {
			counts.forEach((name, count) -> {
				if (name.startsWith(CACHE)) {
					String cache = URLDecoder.decode(name.substring(CACHE.length()), StandardCharsets.UTF_8);
					// It becomes part of the log.
					if (cache.chars().noneMatch(Character::isISOControl)) {
						caches.put(cache, count);
					}
				}
				else if (!name.startsWith(REPLICATION)) {
					canaries.put(name, count);
				}
			});
		}
		catch (IllegalArgumentException ex) {
			// The name of a cache is not escaped as it should be.
			return null;
		}
		return new WatchReport(servers.stream().map((server) -> {
			Tally replication = counts.get(REPLICATION + server.address());
			return (replication != null) ? server.with(ReplicationFigures.read(replication.history())) : server;
		}).toList(), canaries, caches);
	}

	/**
	 * Return a count of each server.
	 */
	Map<String, Tally> tallies(ToLongFunction<ServerFigures> count) {
		Map<String, Tally> tallies = new LinkedHashMap<>();
		this.servers
			.forEach((server) -> tallies.put(server.address(), new Tally(server.run(), count.applyAsLong(server))));
		return tallies;
	}

	/**
	 * Return the sum of a figure over all servers.
	 * @return the sum, or {@code null} if a server did not tell it
	 */
	@Nullable Long sum(ToLongFunction<ServerFigures> figure) {
		if (this.servers.isEmpty() || this.servers.stream().mapToLong(figure).anyMatch((value) -> value < 0)) {
			return null;
		}
		return this.servers.stream().mapToLong(figure).sum();
	}

	/**
	 * Return the policy, or all if servers differ.
	 */
	@Nullable String policy() {
		String policies = this.servers.stream()
			.filter(ServerFigures::hasPolicy)
			.map(ServerFigures::policy)
			.distinct()
			.collect(Collectors.joining(", "));
		return policies.isEmpty() ? null : policies;
	}

	boolean isAbove(double share) {
		return this.servers.stream().anyMatch((server) -> server.isAbove(share));
	}

	/**
	 * Return whether evictions are counted by every server.
	 */
	boolean countsEvictions() {
		return sum(ServerFigures::evicted) != null;
	}

	boolean isVisible() {
		return !this.servers.isEmpty() && count(Answer.GIVEN) == this.servers.size();
	}

	/**
	 * Return what cannot be seen, or {@code null} if everything can.
	 */
	@Nullable String invisible() {
		if (!isVisible()) {
			String who = (this.servers.size() > 1)
					? " on %d of %d masters".formatted(this.servers.size() - count(Answer.GIVEN), this.servers.size())
					: "";
			return "evictions, expirations, memory, policy and replication" + who + ": INFO is "
					+ ((count(Answer.REFUSED) > 0) ? "forbidden" : "not answered");
		}
		List<String> missing = new ArrayList<>();
		addIfMissing(missing, "evictions", countsEvictions());
		addIfMissing(missing, "expirations", sum(ServerFigures::expired) != null);
		addIfMissing(missing, "used memory", sum(ServerFigures::used) != null);
		addIfMissing(missing, "maximum memory", sum(ServerFigures::maximum) != null);
		addIfMissing(missing, "policy", this.servers.stream().allMatch(ServerFigures::hasPolicy));
		addIfMissing(missing, "replication", this.servers.stream().noneMatch(ServerFigures::hidesReplication));
		return missing.isEmpty() ? null : String.join(", ", missing) + ": INFO does not tell";
	}

	boolean isRefused() {
		return count(Answer.REFUSED) > 0;
	}

	/**
	 * Return whether a server did not answer, so that its figures may be known next time.
	 */
	boolean isUnanswered() {
		return count(Answer.MISSING) > 0;
	}

	private long count(Answer answer) {
		return this.servers.stream().filter((server) -> server.answer() == answer).count();
	}

	private static void addIfMissing(List<String> missing, String name, boolean told) {
		if (!told) {
			missing.add(name);
		}
	}

}
