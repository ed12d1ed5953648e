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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WrkReport}.
 */
class WrkReportTests {

	private static final String REPORT = """
			Running 8s test @ http://127.0.0.1:12345
			  1 threads and 64 connections
			  Thread Stats   Avg      Stdev     Max   +/- Stdev
			    Latency     5.21ms    3.31ms  78.55ms   91.22%%
			    Req/Sec    13.01k     1.02k   14.90k    75.00%%
			  Latency Distribution
			     50%%    %s
			     75%%    5.70ms
			     90%%    7.60ms
			     99%%    %s
			  103534 requests in 8.00s, 42.10MB read
			%sRequests/sec:  12940.01
			Transfer/sec:      5.26MB
			""";

	@Test
	void aLoadWithoutErrorsIsRead() {
		WrkReport report = WrkReport.parse(REPORT.formatted("4.60ms", "20.01ms", ""));
		assertThat(report).isEqualTo(new WrkReport(103_534, 12_940.01, 4.6, 20.01, 0));
	}

	@ParameterizedTest
	@CsvSource({ "640.00us, 0.64", "4.60ms, 4.6", "1.02s, 1020", "1.50m, 90000", "0.50h, 1800000" })
	void timesAreReadInTheirUnits(String printed, double millis) {
		WrkReport report = WrkReport.parse(REPORT.formatted(printed, printed, ""));
		assertThat(report.p50()).isEqualTo(millis);
		assertThat(report.p99()).isEqualTo(millis);
	}

	@Test
	void everythingThatFailedCounts() {
		String errors = "  Socket errors: connect 1, read 20, write 300, timeout 4000\n  Non-2xx or 3xx responses: 50000\n";
		assertThat(WrkReport.parse(REPORT.formatted("1.00ms", "2.00ms", errors)).errors()).isEqualTo(54_321);
	}

	@Test
	void whatIsNoReportIsShown() {
		String text = "unable to connect to 127.0.0.1:12345 Connection refused";
		assertThatIllegalStateException().isThrownBy(() -> WrkReport.parse(text)).withMessageContaining(text);
	}

}
