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

package io.github.warmcache.autoconfigure.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Rehearsal;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.RehearsalRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RehearsalChecks}.
 */
class RehearsalChecksTests {

	private static final String REQUEST = "Property 'warmcache.warmup.rehearsal.requests[0].";

	@Test
	void requestsThatChangeNothingAreFine() {
		assertThatNoException().isThrownBy(
				() -> check(request("/cities/{key}?full", "cities", "GET", 1), request("/", null, "HEAD", 100)));
	}

	@Test
	void aPathIsNeeded() {
		assertRejected(request(null, null, "GET", 1), "path' is missing.");
		assertRejected(request("cities", null, "GET", 1), "path' must begin with one '/'.");
		assertRejected(request("//other.host/", null, "GET", 1), "path' must begin with one '/'.");
	}

	@Test
	void methodsThatChangeStateAreRejected() {
		assertRejected(request("/cities", null, "POST", 1), "method' must be GET or HEAD, but is POST.");
		assertRejected(request("/cities", null, "get", 1), "method' must be GET or HEAD, but is get.");
	}

	@Test
	void aRequestIsMadeAtLeastOnce() {
		assertRejected(request("/cities", null, "GET", 0), "times' must be positive, but is 0.");
	}

	@Test
	void keysNeedAWarmedCacheAndAPlaceInThePath() {
		assertRejected(request("/cities/{key}", null, "GET", 1), "cache' is missing, but the path contains {key}.");
		assertRejected(request("/cities", "cities", "GET", 1), "path' does not contain {key}, but");
		assertRejected(request("/tags/{key}", "tags", "GET", 1),
				"cache' names 'tags', which is not warmed and so has no keys. Warm it, or write one of: cities.");
	}

	private static void assertRejected(RehearsalRequest request, String message) {
		assertThatExceptionOfType(InvalidCacheConfigurationException.class).isThrownBy(() -> check(request))
			.withMessageStartingWith(REQUEST + message);
	}

	private static void check(RehearsalRequest... requests) {
		new RehearsalChecks(new Rehearsal(List.of(requests), Duration.ofSeconds(1), 1), Set.of("cities")).check();
	}

	private static RehearsalRequest request(@Nullable String path, @Nullable String cache, String method, int times) {
		return new RehearsalRequest(null, path, cache, method, times);
	}

}
