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

package io.github.warmcache.warmup.fill;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.SourceBusyException;
import io.github.warmcache.source.SqlStates;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * Recognizes failures that a retry cannot fix.
 */
public final class PermanentFailures {

	private static final int DEEPEST = 50;

	private PermanentFailures() {
	}

	public static boolean isPermanent(Throwable failure) {
		// A source that cannot list its entries throws this.
		return failure instanceof UnsupportedOperationException || anyCause(failure, PermanentFailures::saysSo);
	}

	private static boolean saysSo(Throwable cause) {
		return cause instanceof PermanentSourceException || cause instanceof NoSuchBeanDefinitionException
				|| (cause instanceof SQLException sql && SqlStates.isPermanent(sql.getSQLState(), sql.getErrorCode()));
	}

	/**
	 * Return whether a table is missing. The application itself may create it while it
	 * starts.
	 */
	public static boolean isMissingTable(Throwable failure) {
		return anyCause(failure, (cause) -> cause instanceof SQLException sql
				&& SqlStates.isMissingTable(sql.getSQLState(), sql.getErrorCode()));
	}

	/**
	 * Return whether a source could not be reached, or had no capacity, so that its
	 * failure says nothing about whether it could be read otherwise.
	 */
	static boolean isAway(Throwable failure) {
		boolean isWrong = isPermanent(failure) || anyCause(failure, (cause) -> cause instanceof UnknownHostException
				|| (cause instanceof SQLException sql && SqlStates.isRefusal(sql.getSQLState())));
		return !isWrong && anyCause(failure,
				(cause) -> cause instanceof ConnectException || cause instanceof NoRouteToHostException
						|| cause instanceof SocketTimeoutException || cause instanceof TimeoutException
						|| cause instanceof SourceBusyException
						|| (cause instanceof SQLException sql && SqlStates.isAway(sql.getSQLState())));
	}

	private static boolean anyCause(Throwable failure, Predicate<Throwable> test) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
			if (test.test(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
