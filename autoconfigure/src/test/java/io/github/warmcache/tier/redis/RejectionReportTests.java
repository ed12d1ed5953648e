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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RejectionReport}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RejectionReportTests {

	@Test
	void cachesOfAPatternAreToldOfOnceApartFromThoseThatMethodsName(CapturedOutput output) {
		RejectionReport report = new RejectionReport();
		report.writtenUnder((cacheName) -> "*", (cacheName) -> cacheName.startsWith("method-"));
		for (String cacheName : new String[] { "tenant-1", "tenant-2", "method-1", "method-2" }) {
			report.rejected(cacheName, "why");
		}
		assertThat(output).contains("cache 'tenant-1'", "cache 'method-1'", "cache 'method-2'")
			.doesNotContain("'tenant-2'");
	}

}
