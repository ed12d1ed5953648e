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

package io.github.warmcache.autoconfigure.rehearsal;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnAddress}.
 */
class OwnAddressTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8080");

	@Test
	void withoutAServerThereIsNone() {
		assertThat(new OwnAddress(new MockEnvironment()).base()).isNull();
	}

	@Test
	void aServerThatListensAnywhereIsReachedWithinTheMachine() {
		assertThat(base()).isEqualTo("http://127.0.0.1:8080");
		this.environment.setProperty("server.address", "0.0.0.0");
		assertThat(base()).isEqualTo("http://127.0.0.1:8080");
	}

	@Test
	void aServerThatListensAtOneAddressIsReachedThere() {
		this.environment.setProperty("server.address", "10.0.0.1");
		assertThat(base()).isEqualTo("http://10.0.0.1:8080");
		this.environment.setProperty("server.address", "fe80::1");
		assertThat(base()).isEqualTo("http://[fe80::1]:8080");
	}

	@Test
	void theContextPathIsPartOfIt() {
		this.environment.setProperty("server.servlet.context-path", "/app");
		assertThat(base()).isEqualTo("http://127.0.0.1:8080/app");
	}

	@Test
	void theBasePathOfWebFluxIsPartOfIt() {
		this.environment.setProperty("spring.webflux.base-path", "/flux");
		assertThat(base()).isEqualTo("http://127.0.0.1:8080/flux");
	}

	@Test
	void aServerWithCertificatesIsSecured() {
		this.environment.setProperty("server.ssl.bundle", "web");
		assertThat(base()).isEqualTo("https://127.0.0.1:8080");
		this.environment.setProperty("server.ssl.enabled", "false");
		assertThat(base()).isEqualTo("http://127.0.0.1:8080");
	}

	@Test
	void theManagementPortIsNotMeant() {
		this.environment.setProperty("local.management.port", "9090");
		assertThat(base()).endsWith(":8080");
	}

	private String base() {
		return new OwnAddress(this.environment).base();
	}

}
