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

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

import io.github.warmcache.redis.watch.ReplicationFigures.Role;
import org.jspecify.annotations.Nullable;

/**
 * Judge of the replication of a server. A trouble begins when two reports in a row show
 * it, because a replica that reconnects is no trouble, and ends when none has shown it
 * for a minute. Not thread-safe.
 */
final class ReplicationWatch {

	/**
	 * Silence of a replica, in seconds, from which on it is behind. A replica confirms
	 * every second, and its master gives up after a minute ({@code repl-timeout}).
	 */
	static final long SILENT = 10;

	/**
	 * Time for which a master that had a replica is expected to have one. After that, it
	 * is taken to be meant to have none.
	 */
	static final Duration EXPECTED = Duration.ofDays(1);

	private static final Duration MEMORY = Duration.ofMinutes(1);

	private final Map<ReplicationTrouble, Sign> signs = new EnumMap<>(ReplicationTrouble.class);

	private Instant lastReplica = Instant.MIN;

	ReplicationWatch() {
		for (ReplicationTrouble trouble : ReplicationTrouble.values()) {
			this.signs.put(trouble, new Sign());
		}
	}

	/**
	 * Learn from a report.
	 * @param servers the servers of the report
	 * @param now the time of this pod
	 * @return what is known, or {@code null} if the report says nothing of replication
	 */
	@Nullable RedisReplication hear(List<ServerFigures> servers, Instant now) {
		List<ReplicationFigures> known = servers.stream()
			.map(ServerFigures::replication)
			.filter(Objects::nonNull)
			.map((figures) -> Objects.requireNonNull(figures))
			.filter((figures) -> figures.role() != Role.UNKNOWN)
			.toList();
		if (known.isEmpty()) {
			return null;
		}
		Long replicas = (known.size() == servers.size()) ? fewest(known) : null;
		if (replicas != null && replicas > 0) {
			this.lastReplica = now;
		}
		Set<ReplicationTrouble> troubles = EnumSet.noneOf(ReplicationTrouble.class);
		judge(ReplicationTrouble.NO_REPLICA, troubles, now,
				replicas != null && replicas == 0 && this.lastReplica.isAfter(now.minus(EXPECTED)));
		judge(ReplicationTrouble.BEHIND, troubles, now, known.stream().anyMatch(ReplicationWatch::isBehind));
		judge(ReplicationTrouble.LINK_DOWN, troubles, now, known.stream().anyMatch((figures) -> figures.linked() == 0));
		Long lag = largest(known, ReplicationFigures::lag);
		Long linked = fewest(known, ReplicationFigures::linked);
		return new RedisReplication(replicas, largest(known, ReplicationFigures::pending),
				(lag != null) ? Duration.ofSeconds(lag) : null, (linked != null) ? linked > 0 : null,
				Set.copyOf(troubles));
	}

	private void judge(ReplicationTrouble trouble, Set<ReplicationTrouble> troubles, Instant now, boolean shown) {
		if (Objects.requireNonNull(this.signs.get(trouble)).lasts(shown, now)) {
			troubles.add(trouble);
		}
	}

	/**
	 * Return whether a replica is silent, or lacks more than its master keeps for it, so
	 * that it could not go on after its link broke.
	 */
	private static boolean isBehind(ReplicationFigures figures) {
		return figures.lag() >= SILENT || (figures.backlog() > 0 && figures.pending() > figures.backlog());
	}

	private static @Nullable Long fewest(List<ReplicationFigures> known) {
		return known.stream().allMatch((figures) -> figures.replicas() >= 0)
				? fewest(known, ReplicationFigures::replicas) : null;
	}

	private static @Nullable Long fewest(List<ReplicationFigures> known, ToLongFunction<ReplicationFigures> figure) {
		long fewest = known.stream().mapToLong(figure).filter((value) -> value >= 0).min().orElse(-1);
		return (fewest >= 0) ? fewest : null;
	}

	private static @Nullable Long largest(List<ReplicationFigures> known, ToLongFunction<ReplicationFigures> figure) {
		long largest = known.stream().mapToLong(figure).max().orElse(-1);
		return (largest >= 0) ? largest : null;
	}

	/**
	 * Sign of a trouble in the reports.
	 */
	private static final class Sign {

		private boolean shownBefore;

		private boolean lasts;

		private Instant lastShown = Instant.MIN;

		private boolean lasts(boolean shown, Instant now) {
			this.lastShown = shown ? now : this.lastShown;
			this.lasts = (shown && this.shownBefore) || (this.lasts && this.lastShown.isAfter(now.minus(MEMORY)));
			this.shownBefore = shown;
			return this.lasts;
		}

	}

}
