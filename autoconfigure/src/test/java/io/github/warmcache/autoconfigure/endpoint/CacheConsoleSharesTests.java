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

package io.github.warmcache.autoconfigure.endpoint;

import java.util.List;
import java.util.function.LongFunction;

import io.github.warmcache.testsupport.BrowserPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the shares that the console computes and draws, by a clock that runs faster.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheConsoleSharesTests {

	private static final double[] MOSTLY_HITS = { 0.8, 0.1, 0.06, 0.04 };

	private final Console console = new Console();

	@AfterAll
	void close() {
		this.console.close();
	}

	private static JsonTree pod(String elapsed, double reads, double absent) {
		return WarmupJson
			.pod("WARM", true,
					new JsonTree().put("cities", WarmupJson.read(WarmupJson.warm(10), reads, absent, MOSTLY_HITS)))
			.set("elapsed", elapsed);
	}

	@Test
	void sharesAreThoseOfDifferences() {
		tell((asked) -> pod("PT1S", 1_000_000 + 10_000 * asked, 0.25));
		try (BrowserPage page = this.console.openFast()) {
			page.await(points("hits") + " > 3");
			assertThat(page.text("#rows .hits .figure")).isEqualTo("90.0%");
			assertThat(page.text("#rows .misses .figure")).isEqualTo("25.0%");
			assertThat(page.text("#rows")).contains("heap 80.0% · Redis 10.0% · source 6.0% · method 4.0%");
			assertThat(page.text("#o-shares")).isEqualTo("90.0% hits · 25.0% absent");
			assertThat(heights(page, "hits")).allMatch((height) -> Math.abs(height - 4.2) < 0.2);
			assertThat(page.evaluate("document.querySelector('#rows .hits svg').ariaLabel").asString())
				.isEqualTo("Hits: now 90.0%, between 90.0% and 90.0% in the last five minutes");
		}
	}

	/**
	 * With the same time elapsed, only the counters tell of the restart.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "PT2S", "PT9S" })
	void aRestartBeginsANewLine(String elapsed) {
		tell((asked) -> (asked < 30) ? pod("PT9S", 5_000_000 + 10_000 * asked, 0)
				: pod(elapsed, 10_000 * (asked - 30), 0.5));
		try (BrowserPage page = this.console.openFast()) {
			page.awaitText("#rows .misses .figure", "50.0%");
			// At once, and not only when the counts of the former pod are out of sight.
			assertThat(page.evaluate("window.fetched.length").asInt()).isBetween(31, 50);
			page.await(points("misses") + " > 6");
			assertThat(page.evaluate(lines("misses")).asInt()).isGreaterThan(1);
			assertThat(heights(page, "misses")).allMatch((height) -> height >= 2 && height <= 24);
			assertThat(heights(page, "hits")).allMatch((height) -> height >= 2 && height <= 24);
			assertThat(page.evaluate("document.getElementById('mixed').hidden").asBoolean()).isTrue();
			assertThat(page.text("#rows")).doesNotContain("-", "NaN");
		}
	}

	@Test
	void answersOfSeveralPodsAreNotDrawn() {
		tell((asked) -> pod("PT3S", ((asked % 2 == 0) ? 1_000 : 9_000_000) + 10 * asked, 0));
		try (BrowserPage page = this.console.openFast()) {
			page.await("!document.getElementById('mixed').hidden");
			assertThat(page.text("#mixed")).contains("These answers come from several pods");
			page.await("document.querySelector('#rows .hits .curve').getAttribute('d') === ''");
			assertThat(page.text("#rows .hits .figure")).isEqualTo("–");
		}
	}

	@Test
	void withoutReadsThereIsNoShare() {
		tell((asked) -> pod("PT1S", 0, 0));
		try (BrowserPage page = this.console.openFast()) {
			page.awaitText("#rows", "no reads");
			assertThat(page.text("#rows .hits .figure")).isEqualTo("–");
			assertThat(page.text("#o-shares")).isEqualTo("no reads in the last 30 seconds");
			assertThat(page.evaluate("document.querySelector('#rows .hits svg').ariaLabel").asString())
				.isEqualTo("Hits: no reads in the last five minutes");
		}
	}

	@Test
	void whatNeedsAttentionComesFirstAndByItself() {
		this.console.endpoint()
			.tell(WarmupJson.pod("DEGRADED", true, new JsonTree().put("a-fine", WarmupJson.warm(1))
				.put("b-warming", WarmupJson.warming(1, 2))
				.put("c-differs", WarmupJson.warm(1).set("audit.local.compared", 100).set("audit.local.different", 3))
				.put("d-broken", WarmupJson.warm(1).set("source.breaker", "OPEN").set("source.lastError", "refused"))
				.put("e-failed", WarmupJson.warming(0, 2).set("state", "FAILED").set("lastError", "no table"))
				.put("f-absent", WarmupJson.warm(1).set("answers.exceededSince", "2026-12-01T09:11:00Z"))));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#count", "6");
			assertThat(names(page)).containsExactly("e-failed", "d-broken", "c-differs", "f-absent", "b-warming",
					"a-fine");
			assertThat(page.text("#rows")).contains("no table", "Breaker of the source open",
					"Audit: 3 of 100 differ in the heap", "Unusually many absent answers");
			page.evaluate("document.getElementById('attention').click()");
			page.awaitText("#count", "4 of 6");
			page.evaluate("document.getElementById('attention').click()");
			page.evaluate("document.querySelector('[data-sort=name] button').click()");
			page.evaluate("document.querySelector('[data-sort=name] button').click()");
			assertThat(names(page)).startsWith("f-absent", "e-failed");
			assertThat(page.evaluate("document.querySelector('[aria-sort]').ariaSort").asString())
				.isEqualTo("descending");
		}
	}

	private void tell(LongFunction<JsonTree> answer) {
		this.console.endpoint().tell(answer);
	}

	private static String curve(String kind) {
		return "document.querySelector('#rows ." + kind + " .curve').getAttribute('d')";
	}

	private static String points(String kind) {
		return curve(kind) + ".split(/[ML]/).length - 1";
	}

	private static String lines(String kind) {
		return curve(kind) + ".split('M').length - 1";
	}

	private static List<Double> heights(BrowserPage page, String kind) {
		return page.evaluate("[..." + curve(kind) + ".matchAll(/[ML][\\d.-]+ ([\\d.-]+)/g)].map((it) => Number(it[1]))")
			.valueStream()
			.map(JsonNode::asDouble)
			.toList();
	}

	private static List<String> names(BrowserPage page) {
		return page.evaluate("[...document.querySelectorAll('#rows bdi')].map((it) => it.textContent)")
			.valueStream()
			.map(JsonNode::asString)
			.toList();
	}

}
