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
 * Figures of one server, from its answer to {@code INFO}.
 *
 * @param address names the server
 * @param answer whether it answered; if not, all figures are unknown
 * @param run the run of the server, which a restart ends
 * @param evicted the number of keys that it evicted in this run
 * @param expired the number of keys that expired in this run
 * @param used the memory in use in bytes
 * @param maximum the limit of the memory in bytes, 0 if there is none
 * @param policy what it does if it has no memory left
 * @param replication its replication; {@code null} if it did not answer, or if the pod
 * that asked it runs a release that does not report it
 */
record ServerFigures(String address, Answer answer, String run, long evicted, long expired, long used, long maximum,
		String policy, @Nullable ReplicationFigures replication) {

	/**
	 * Number, or in place of a text a dash, that the server did not tell.
	 */
	static final long UNKNOWN = -1;

	private static final String NO_TEXT = "-";

	private static final int FIELDS = 8;

	private static final String SEPARATOR = " ";

	/**
	 * Read the answer of a server.
	 */
	static ServerFigures of(String address, Properties info) {
		return new ServerFigures(address, Answer.GIVEN, text(info, "run_id"), number(info.getProperty("evicted_keys")),
				number(info.getProperty("expired_keys")), number(info.getProperty("used_memory")),
				number(info.getProperty("maxmemory")), text(info, "maxmemory_policy"), ReplicationFigures.of(info));
	}

	/**
	 * Return the figures of a server without an answer.
	 */
	static ServerFigures none(String address, Answer answer) {
		return new ServerFigures(address, answer, NO_TEXT, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, NO_TEXT, null);
	}

	/**
	 * Return the name of a server, without characters that separate fields.
	 */
	private static String text(Properties info, String name) {
		String text = info.getProperty(name, "").replaceAll("[^\\w.:-]", "");
		return text.isEmpty() ? NO_TEXT : text;
	}

	private static long number(@Nullable String text) {
		try {
			return Math.max(UNKNOWN, Long.parseLong(String.valueOf(text)));
		}
		catch (NumberFormatException ex) {
			return UNKNOWN;
		}
	}

	boolean hasPolicy() {
		return !this.policy.equals(NO_TEXT);
	}

	/**
	 * Return whether the server answered, but told nothing of its replication.
	 */
	boolean hidesReplication() {
		return this.replication != null && this.replication.role() == ReplicationFigures.Role.UNKNOWN;
	}

	/**
	 * Return whether the server is a replica.
	 */
	boolean isReplica() {
		return this.replication != null && this.replication.role() == ReplicationFigures.Role.REPLICA;
	}

	/**
	 * Return the same figures with those of the replication.
	 */
	ServerFigures with(@Nullable ReplicationFigures figures) {
		return new ServerFigures(this.address, this.answer, this.run, this.evicted, this.expired, this.used,
				this.maximum, this.policy, figures);
	}

	/**
	 * Return whether more than a share of the memory is in use.
	 */
	boolean isAbove(double share) {
		return this.maximum > 0 && this.used > share * this.maximum;
	}

	/**
	 * Write the figures other than those of the replication.
	 */
	String write() {
		return String.join(SEPARATOR, this.address, this.answer.name(), this.run, Long.toString(this.evicted),
				Long.toString(this.expired), Long.toString(this.used), Long.toString(this.maximum), this.policy);
	}

	/**
	 * Read what {@link #write} wrote.
	 * @return the figures, or {@code null} if it is something else
	 */
	static @Nullable ServerFigures read(String text) {
		String[] fields = text.split(SEPARATOR, -1);
		if (fields.length != FIELDS) {
			return null;
		}
		for (Answer answer : Answer.values()) {
			if (answer.name().equals(fields[1])) {
				return new ServerFigures(fields[0], answer, fields[2], number(fields[3]), number(fields[4]),
						number(fields[5]), number(fields[6]), fields[7], null);
			}
		}
		return null;
	}

	/**
	 * Answer of a server to {@code INFO}.
	 */
	enum Answer {

		/**
		 * It answered.
		 */
		GIVEN,

		/**
		 * It refused.
		 */
		REFUSED,

		/**
		 * It did not answer in time.
		 */
		MISSING

	}

}
