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

package io.github.warmcache.tier.redis;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where Redis did not answer, not in time, or with an error. Its message holds no
 * keys and no values.
 */
final class RedisUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean undecided;

	RedisUnavailableException(String message, @Nullable Throwable cause) {
		this(message, cause, false);
	}

	private RedisUnavailableException(String message, @Nullable Throwable cause, boolean undecided) {
		super(message, cause);
		this.undecided = undecided;
	}

	/**
	 * Return whether the server may have done, or may still do, what it was asked for.
	 */
	boolean undecided() {
		return this.undecided;
	}

	/**
	 * Describe why a command did not return.
	 */
	static RedisUnavailableException of(Throwable failure) {
		if (failure instanceof RedisUnavailableException unavailable) {
			return unavailable;
		}
		boolean undecided = false;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			undecided |= isUndecided(cause);
		}
		return new RedisUnavailableException("Redis failed: " + describe(failure), failure, undecided);
	}

	/**
	 * Describe why there is no connection.
	 */
	static RedisUnavailableException unconnected(Throwable failure) {
		return new RedisUnavailableException("Redis is not connected: " + describe(failure), failure, false);
	}

	/**
	 * Name the types and, of an error reply, the code: the rest of a message may quote a
	 * command.
	 */
	private static String describe(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String description = failure.getClass().getSimpleName();
		if (root != failure) {
			description += ", " + root.getClass().getSimpleName();
		}
		String code = String.valueOf(root.getMessage()).split(" ", 2)[0];
		boolean isCode = code.length() > 1 && code.chars().allMatch((c) -> c >= 'A' && c <= 'Z');
		return isCode ? description + " (" + code + ")" : description;
	}

	/**
	 * Every driver has a timeout of its own.
	 */
	private static boolean isUndecided(Throwable failure) {
		return failure instanceof InterruptedException || failure.getClass().getSimpleName().contains("Timeout");
	}

}
