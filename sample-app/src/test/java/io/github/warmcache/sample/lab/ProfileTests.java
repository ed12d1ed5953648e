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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Profile}.
 */
class ProfileTests {

	private final Profile profile = new Profile();

	@Test
	void codeOfTheJdkCountsAsThatOfItsCaller() {
		this.profile.add(List.of("java.util.HashMap.get", "org.springframework.web.Handler.handle",
				"org.apache.catalina.Valve.invoke", "java.lang.Thread.run"));
		this.profile.add(List.of("java.lang.Thread.run"));
		assertThat(this.profile.share("Spring MVC")).isEqualTo(0.5);
		assertThat(this.profile.share("Tomcat")).isZero();
		assertThat(this.profile.share("JDK")).isEqualTo(0.5);
	}

	@Test
	void whatACallCallsIsWithinIt() {
		this.profile.add(List.of("java.lang.Long.hashCode", "com.github.benmanes.caffeine.cache.BoundedLocalCache.get",
				"io.github.warmcache.cache.tiered.TieredCache.get", "org.springframework.aop.Proxy.intercept",
				"io.github.warmcache.sample.Cities$$SpringCGLIB$$0.findById",
				"io.github.warmcache.sample.CityController.city"));
		this.profile.add(List.of("io.github.warmcache.sample.CityController.city"));
		assertThat(this.profile.share("Caffeine")).isEqualTo(0.5);
		assertThat(this.profile.share("Warmcache")).isZero();
		assertThat(this.profile.warmcache()).isEqualTo(0.5);
		assertThat(this.profile.cachedCall()).isEqualTo(0.5);
		assertThat(this.profile.toString()).contains("2 samples, 50.0 % within the cached call")
			.contains("io.github.warmcache.cache.tiered.TieredCache.get");
	}

	@Test
	void onlyTheWindowOfARecordingIsRead(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("test.jfr");
		Instant from = Instant.now();
		try (Recording recording = new Recording()) {
			recording.enable("jdk.ExecutionSample").with("period", "10 ms");
			recording.start();
			long sum = 0;
			while (Instant.now().isBefore(from.plusMillis(600))) {
				sum += String.valueOf(sum).hashCode();
			}
			recording.stop();
			recording.dump(file);
		}
		assertThat(Profile.of(file, new Visit.Window(from, Instant.now())).samples()).isPositive();
		assertThat(Profile.of(file, new Visit.Window(Instant.EPOCH, from)).samples()).isZero();
	}

}
