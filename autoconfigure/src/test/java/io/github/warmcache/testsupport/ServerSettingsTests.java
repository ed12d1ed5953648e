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

package io.github.warmcache.testsupport;

import java.util.List;
import java.util.Map;

import io.github.warmcache.testsupport.ServerSettings.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link ServerSettings} and {@link RedisConfig}.
 */
class ServerSettingsTests {

	@Test
	void dockerIsTakenWhereAnEngineAnswers() {
		assertThat(read(Map.of(), Map.of(), true).kind()).isEqualTo(Kind.DOCKER);
		assertThat(read(Map.of(), Map.of(), false).kind()).isEqualTo(Kind.EMBEDDED);
	}

	@Test
	void propertyDecidesByHandWithoutAskingForAnEngine() {
		assertThat(read(Map.of("servers", "embedded"), Map.of(), true).kind()).isEqualTo(Kind.EMBEDDED);
		assertThat(read(Map.of("servers", "docker"), Map.of(), false).kind()).isEqualTo(Kind.DOCKER);
	}

	@Test
	void environmentDecidesWhereNoPropertyDoes() {
		Map<String, String> environment = Map.of("SERVERS", "embedded", "SERVERS_REDIS_IMAGE", "redis:7");
		assertThat(read(Map.of(), environment, true))
			.isEqualTo(new ServerSettings(Kind.EMBEDDED, "redis:7", "postgres:18.6"));
		assertThat(read(Map.of("servers", "docker", "servers.postgres-image", "postgres:17"), environment, false))
			.isEqualTo(new ServerSettings(Kind.DOCKER, "redis:7", "postgres:17"));
	}

	@Test
	void unknownKindIsRejectedWithWhatToWriteInstead() {
		assertThatIllegalStateException().isThrownBy(() -> read(Map.of("servers", "podman"), Map.of(), true))
			.withMessageContaining("servers=podman is not known: write -Dservers=docker or -Dservers=embedded");
	}

	@Test
	void redisConfigurationLinesBecomeArguments() {
		RedisConfig config = new RedisConfig(List.of("client-output-buffer-limit normal 0 0 0", "save \"\""));
		assertThat(config.arguments(20000)).endsWith("--client-output-buffer-limit", "normal", "0", "0", "0", "--save",
				"");
		assertThat(config.password()).isNull();
	}

	@Test
	void redisConfigurationThatIsNoLineIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisConfig(List.of("--maxmemory=1mb")))
			.withMessageContaining("write for example 'maxmemory 10mb'");
	}

	private static ServerSettings read(Map<String, String> properties, Map<String, String> environment,
			boolean engineAnswers) {
		return ServerSettings.read(properties::get, environment::get, () -> engineAnswers);
	}

}
