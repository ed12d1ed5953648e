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
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.warmcache.source.CacheSourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorText}.
 */
class ErrorTextTests {

	@Test
	void aPlainMessageIsKept() {
		assertThat(ErrorText.of(new IllegalStateException("source is down")))
			.isEqualTo("IllegalStateException: source is down");
	}

	@Test
	void anExceptionWithoutAMessageIsItsType() {
		assertThat(ErrorText.of(new NullPointerException())).isEqualTo("NullPointerException");
	}

	@Test
	void anAnonymousExceptionHasAName() {
		assertThat(ErrorText.of(new RuntimeException("failed") {
		})).startsWith(ErrorTextTests.class.getName()).endsWith(": failed");
	}

	@Test
	void theRootCauseIsSaidAndTheMessageThatRepeatsItIsNot() {
		ConnectException root = new ConnectException("Connection refused: localhost:5432");
		assertThat(ErrorText.of(new ExecutionException(new IllegalStateException("no password=x here", root))))
			.isEqualTo("ExecutionException, caused by ConnectException: Connection refused: localhost:5432");
	}

	@Test
	void causesThatGoInACircleEnd() {
		IllegalStateException first = new IllegalStateException("first");
		first.initCause(new IllegalStateException("second", first));
		assertThat(ErrorText.of(first)).startsWith("IllegalStateException");
	}

	@Test
	void aDatabaseErrorIsItsStateAndNeverItsMessage() {
		SQLException error = new SQLException("duplicate key, Detail: Key (id)=(4711) already exists", "23505");
		assertThat(ErrorText.of(error)).isEqualTo("SQLException (SQLState 23505)");
		assertThat(ErrorText.of(new DuplicateKeyException("insert ... 4711", error)))
			.isEqualTo("DuplicateKeyException, caused by SQLException (SQLState 23505)");
		assertThat(ErrorText.of(new SQLException("4711"))).isEqualTo("SQLException");
	}

	@Test
	void aSourceSaysItselfWhatMayBeSaid() {
		SQLException cause = new SQLException("hunter2", "42P01", new ConnectException("hunter2"));
		assertThat(ErrorText.of(new IllegalStateException(
				new CacheSourceException("JDBC source 'cities': relation \"city\" is 42P01", cause))))
			.isEqualTo("CacheSourceException: JDBC source 'cities': relation \"city\" is 42P01");
		assertThat(ErrorText.of(new CacheSourceException("cannot reach redis://:hunter2@host:6379")))
			.isEqualTo("CacheSourceException: cannot reach redis://***@host:6379");
	}

	@Test
	void anExceptionThatRepeatsDataIsItsType() {
		assertThat(ErrorText.of(new DuplicateKeyException("4711 is there"))).isEqualTo("DuplicateKeyException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cannot reach https://admin:hunter2@host/path", "login failed: password=hunter2",
			"login failed: password: hunter2", "db.password = hunter2", "my.api-key=hunter2 is wrong",
			"Authorization: Bearer hunter2", "GET http://host/search?q=hunter2 failed", "Detail: hunter2",
			"key=hunter2", "value: hunter2", "no city 'hunter2'", "no city \"hunter2\"", "no city `hunter2`",
			"row {id: hunter2}", "row [hunter2]", "Key (id)=(hunter2) exists", "unclosed 'hunter2", "unclosed [hunter2",
			"hunter2@example.org is unknown", "city hunter2 is unknown", "first line\nhunter2",
			"jdbc:postgresql://host/db?user=a&pw=hunter2", "redis://:hunter2@host:6379", "AWS_SECRET=hunter2",
			"token hunter2 expired" })
	void whatMayBeAKeyAValueOrASecretIsNotSaid(String message) {
		assertThat(ErrorText.of(new IllegalStateException(message))).doesNotContain("hunter2")
			.startsWith("IllegalStateException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://:hunter2@host:6379 refused", "host/db?password=hunter2", "password: hunter2",
			"unknown command 'hunter2'" })
	void noSecretIsSaidWhereHostsAre(String message) {
		assertThat(ErrorText.of(new ConnectException(message))).doesNotContain("hunter2");
	}

	@ParameterizedTest
	@MethodSource
	void whatHelpsIsSaid(Throwable error, String text) {
		assertThat(ErrorText.of(error)).isEqualTo(text);
	}

	static Stream<Arguments> whatHelpsIsSaid() {
		return Stream.of(
				Arguments.of(new ConnectException("Connection refused: localhost/127.0.0.1:6379"),
						"ConnectException: Connection refused: localhost/127.0.0.1:6379"),
				Arguments.of(new IllegalStateException("The cache has no source to warm it from"),
						"IllegalStateException: The cache has no source to warm it from"),
				Arguments.of(new IllegalStateException("it doesn't work, we can't help it"),
						"IllegalStateException: it doesn't work, we can't help it"));
	}

	@Test
	void aLongMessageIsCutAndCostsLittle() {
		String text = ErrorText.of(new IllegalStateException("word ".repeat(1_000_000)));
		assertThat(text).hasSizeLessThan(350).endsWith("...");
	}

}
