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

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerState}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerStateTests {

	private static final String LOST = "Redis is unavailable";

	private Instant now = Instant.EPOCH;

	private final ServerState state = new ServerState(() -> this.now);

	@Test
	void timeoutsOfABusyStartAreNotLogged(CapturedOutput output) {
		this.state.failed(RedisUnavailableException.of(new TimeoutException()));
		this.state.failed(RedisUnavailableException.unconnected(new IllegalStateException(new TimeoutException())));
		this.state.answered();
		assertThat(output).doesNotContain(LOST, "is available again");
	}

	@Test
	void timeoutsThatLastAreLogged(CapturedOutput output) {
		this.state.failed(RedisUnavailableException.of(new TimeoutException()));
		this.now = this.now.plus(Duration.ofSeconds(10));
		this.state.failed(RedisUnavailableException.of(new TimeoutException()));
		assertThat(output).containsOnlyOnce(LOST);
	}

	@Test
	void aServerThatIsNotThereIsLoggedAtOnce(CapturedOutput output) {
		this.state.failed(RedisUnavailableException.unconnected(new ConnectException("Connection refused")));
		assertThat(output).containsOnlyOnce(LOST);
	}

}
