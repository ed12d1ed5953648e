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

import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * Replication of one server, from the section of that name in its answer to {@code INFO}.
 *
 * @param role what the server is
 * @param replicas the number of replicas that follow it and are not being copied to as a
 * whole; unknown if it is a replica itself
 * @param pending the bytes of changes that its slowest replica has not confirmed
 * @param lag the seconds since its most silent replica confirmed anything
 * @param backlog the bytes of changes that it keeps for replicas whose link broke
 * @param linked 1 if it is a replica with a link to its master, 0 if it has none; unknown
 * if it is a master
 */
record ReplicationFigures(Role role, long replicas, long pending, long lag, long backlog, long linked) {

	/**
	 * Number that the server did not tell.
	 */
	static final long UNKNOWN = -1;

	private static final ReplicationFigures NONE = new ReplicationFigures(Role.UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
			UNKNOWN, UNKNOWN);

	private static final String SEPARATOR = ",";

	private static final int FIELDS = 6;

	/**
	 * Read the answer of a server.
	 */
	static ReplicationFigures of(Properties info) {
		return switch (info.getProperty("role", "")) {
			case "master" -> master(info);
			case "slave", "replica" -> new ReplicationFigures(Role.REPLICA, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
					"up".equals(info.getProperty("master_link_status")) ? 1 : 0);
			default -> NONE;
		};
	}

	private static ReplicationFigures master(Properties info) {
		long connected = number(info.getProperty("connected_slaves"));
		long offset = number(info.getProperty("master_repl_offset"));
		long following = connected;
		long pending = UNKNOWN;
		long lag = UNKNOWN;
		for (int i = 0; i < connected; i++) {
			String replica = info.getProperty("slave" + i);
			if (replica == null) {
				continue;
			}
			if (!"online".equals(field(replica, "state"))) {
				following--;
				continue;
			}
			long confirmed = number(field(replica, "offset"));
			if (offset >= 0 && confirmed >= 0) {
				pending = Math.max(pending, Math.max(0, offset - confirmed));
			}
			lag = Math.max(lag, number(field(replica, "lag")));
		}
		return new ReplicationFigures(Role.MASTER, following, pending, lag,
				number(info.getProperty("repl_backlog_size")), UNKNOWN);
	}

	/**
	 * Return a field of the line of a replica, {@code name=value} with commas between.
	 */
	private static @Nullable String field(String line, String name) {
		for (String field : line.split(",", -1)) {
			if (field.startsWith(name + "=")) {
				return field.substring(name.length() + 1);
			}
		}
		return null;
	}

	private static long number(@Nullable String text) {
		try {
			return Math.max(UNKNOWN, Long.parseLong(String.valueOf(text)));
		}
		catch (NumberFormatException ex) {
			return UNKNOWN;
		}
	}

	/**
	 * Write the figures as one word.
	 */
	String write() {
		return String.join(SEPARATOR, this.role.name(), Long.toString(this.replicas), Long.toString(this.pending),
				Long.toString(this.lag), Long.toString(this.backlog), Long.toString(this.linked));
	}

	/**
	 * Read what {@link #write} wrote. Fields that a later release adds are left out.
	 * @return the figures, or {@code null} if it is something else
	 */
	static @Nullable ReplicationFigures read(String text) {
		String[] fields = text.split(SEPARATOR, -1);
		if (fields.length < FIELDS) {
			return null;
		}
		for (Role role : Role.values()) {
			if (role.name().equals(fields[0])) {
				return new ReplicationFigures(role, number(fields[1]), number(fields[2]), number(fields[3]),
						number(fields[4]), number(fields[5]));
			}
		}
		return null;
	}

	/**
	 * Role of a server.
	 */
	enum Role {

		/**
		 * It takes changes, and passes them on to its replicas.
		 */
		MASTER,

		/**
		 * It follows a master.
		 */
		REPLICA,

		/**
		 * It does not tell.
		 */
		UNKNOWN

	}

}
