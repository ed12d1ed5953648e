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

package io.github.warmcache.autoconfigure.cache;

import java.util.List;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Signing}.
 */
class SigningTests {

	private static final String SECRET = "a secret of thirty-two bytes, or more";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class));

	@Test
	void nothingIsSignedByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(Signing.class).signer()).isNull());
	}

	@Test
	void keysSign() {
		this.runner.withPropertyValues("warmcache.signing-keys=" + SECRET.replace(",", "")).run((context) -> {
			assertThat(context.getBean(Signing.class).signer()).isNotNull();
			assertThat(context.getBean(WarmcacheProperties.class).toString()).doesNotContain("secret");
		});
	}

	@Test
	void aSecretThatIsEmptyStopsTheStart() {
		this.runner.withPropertyValues("warmcache.signing-keys=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'warmcache.signing-keys' is empty"));
	}

	@Test
	void aVariableThatIsNotSetIsNoSecret() {
		this.runner.withPropertyValues("warmcache.signing-keys[0]=${ATLAS_PRODUCTION_WARMCACHE_SIGNING_KEY}")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'warmcache.signing-keys[0]' names a variable that is not set"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "                                        ", "abcabcabcabcabcabcabcabcabcabcabcabc" })
	void aSecretThatIsEasilyGuessedStopsTheStart(String key) {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class).isThrownBy(() -> new Signing(List.of(key)))
			.withMessageContaining("has fewer than 8 different characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123456789abcdef0123456789abcdef", "X4yQ1b6m3q8ZtQ2nq6dE0l6dO5yU8s1rC2vB7nM9kLw=" })
	void aSecretMadeByChanceIsAccepted(String key) {
		assertThat(new Signing(List.of(key)).signer()).isNotNull();
	}

	@Test
	void aSecretThatIsTooShortIsNamedAndNotTold() {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class)
			.isThrownBy(() -> new Signing(List.of(SECRET, "short secret")))
			.withMessageContaining("warmcache.signing-keys[1]")
			.withMessageContaining("has fewer than 32 bytes")
			.withMessageNotContaining("short secret");
	}

}
