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

package io.github.warmcache.redis;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if Redis did not answer, did not answer in time, or answered with an error. The
 * message contains no keys and no values.
 */
public final class RedisUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Error codes of a server that cannot work at present, whatever it is asked.
	 */
	private static final Set<String> NOT_NOW = Set.of("LOADING", "BUSY", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN");

	/**
	 * Error codes of a server that accepts no changes from this pod, while another server
	 * may.
	 */
	private static final Set<String> NOT_HERE = Set.of("READONLY", "MASTERDOWN", "NOREPLICAS", "MISCONF", "NOAUTH",
			"WRONGPASS");

	/**
	 * Message of a failed script. Before Redis 7, it contains the error code of the
	 * command that was refused within the script.
	 */
	private static final Pattern IN_SCRIPT = Pattern.compile("^ERR Error running script .*: -([A-Z]+) ");

	private final Kind kind;

	private final boolean misled;

	public RedisUnavailableException(String message, @Nullable Throwable cause) {
		this(message, cause, Kind.ANSWER, false);
	}

	private RedisUnavailableException(String message, @Nullable Throwable cause, Kind kind, boolean misled) {
		// A refusal must cost next to nothing, so it has no stack trace.
		super(message, cause, true, kind != Kind.REFUSED);
		this.kind = kind;
		this.misled = misled;
	}

	/**
	 * Return whether the server may have executed the command, or may still execute it.
	 */
	public boolean undecided() {
		return this.kind == Kind.TIMEOUT || this.kind == Kind.INTERRUPTED;
	}

	/**
	 * Return whether the server as a whole is at fault: it cannot be reached, does not
	 * answer in time, or reports that it cannot work.
	 */
	boolean isOutage() {
		return this.kind == Kind.TIMEOUT || this.kind == Kind.UNREACHED;
	}

	/**
	 * Return whether time ran out, while connecting or while waiting for an answer.
	 */
	boolean isTimeout() {
		return hasTimeout(this);
	}

	/**
	 * Return whether the server refuses changes from this pod.
	 */
	boolean isMisled() {
		return this.misled;
	}

	/**
	 * Return whether the server works, and answered with an error. READONLY counts as
	 * such: it comes at once, and ends with the failover.
	 */
	public boolean isAnswer() {
		return this.kind == Kind.ANSWER;
	}

	/**
	 * Return whether the server was not even asked.
	 */
	boolean isRefused() {
		return this.kind == Kind.REFUSED;
	}

	/**
	 * Create the exception for a command that failed.
	 */
	static RedisUnavailableException of(Throwable failure) {
		if (failure instanceof RedisUnavailableException unavailable) {
			return unavailable;
		}
		return new RedisUnavailableException("Redis failed: " + describe(failure), failure, kind(failure),
				NOT_HERE.contains(code(root(failure))));
	}

	/**
	 * Create the exception for a missing connection.
	 */
	static RedisUnavailableException unconnected(Throwable failure) {
		return new RedisUnavailableException("Redis is not connected: " + describe(failure), failure,
				(failure instanceof InterruptedException) ? Kind.ABANDONED : Kind.UNREACHED, false);
	}

	/**
	 * Create the exception for a call that was not sent.
	 */
	static RedisUnavailableException refused(String reason) {
		return new RedisUnavailableException("Redis was not asked: " + reason, null, Kind.REFUSED, false);
	}

	private static boolean hasTimeout(Throwable failure) {
		return isTimeout(failure) || (failure.getCause() != null && hasTimeout(failure.getCause()));
	}

	private static boolean isTimeout(Throwable failure) {
		// Every driver has its own timeout exception.
		return failure.getClass().getSimpleName().contains("Timeout");
	}

	private static Kind kind(Throwable failure) {
		Throwable root = failure;
		Kind kind = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			root = cause;
			if (cause instanceof InterruptedException) {
				kind = Kind.INTERRUPTED;
			}
			else if (kind == null && cause instanceof CancellationException) {
				kind = Kind.ABANDONED;
			}
			else if (kind == null && isTimeout(cause)) {
				kind = Kind.TIMEOUT;
			}
		}
		if (kind != null) {
			return kind;
		}
		String code = code(root);
		return (code.isEmpty() || NOT_NOW.contains(code)) ? Kind.UNREACHED : Kind.ANSWER;
	}

	/**
	 * Describe a failure by its types and, for an error reply, its code. The rest of the
	 * message may quote a command.
	 */
	private static String describe(Throwable failure) {
		Throwable root = root(failure);
		String description = failure.getClass().getSimpleName();
		if (root != failure) {
			description += ", " + root.getClass().getSimpleName();
		}
		String code = code(root);
		return code.isEmpty() ? description : description + " (" + code + ")";
	}

	private static Throwable root(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	/**
	 * Return the code of an error reply, or an empty string if it is not one.
	 */
	private static String code(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		Matcher inScript = IN_SCRIPT.matcher(message);
		String word = inScript.find() ? inScript.group(1) : message.split(" ", 2)[0];
		boolean isCode = word.length() > 1 && word.chars().allMatch((c) -> c >= 'A' && c <= 'Z');
		return isCode ? word : "";
	}

	/**
	 * Kind of failure.
	 */
	private enum Kind {

		ANSWER, UNREACHED, TIMEOUT, INTERRUPTED, ABANDONED, REFUSED

	}

}
