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
import java.util.stream.Stream;

import io.github.warmcache.testsupport.BrowserPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what the console shows, in a browser.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheConsoleTests {

	private final Console console = new Console();

	@AfterAll
	void close() {
		this.console.close();
	}

	@Test
	void theProgressOfAStartIsShownWithoutReloading() {
		this.console.endpoint()
			.tell(WarmupJson
				.pod("WARMING", false,
						new JsonTree().put("cities", WarmupJson.warming(60_000, 120_000))
							.put("countries", WarmupJson.warm(250).set("expected", 30_000)))
				.set("reason", "waits for cities"));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#rows", "60,000 of 120,000");
			assertThat(page.text("#o-state")).isEqualTo("Warming");
			assertThat(page.text("#o-text"))
				.isEqualTo("not ready for traffic · for 6.4 s · 60.0% filled · waits for cities");
			assertThat(page.text("#rows")).contains("4,200/s · 15 s left");
			assertThat(page.evaluate("document.querySelector('#rows progress').position").asDouble()).isEqualTo(0.5);
			assertThat(page.evaluate("document.title").asString()).isEqualTo("Warming · Warmcache");
			page.evaluate("window.loadedOnce = true");
			this.console.endpoint()
				.tell(WarmupJson.pod("WARM", true,
						new JsonTree().put("cities", WarmupJson.warm(120_000)).put("countries", WarmupJson.warm(250))));
			page.awaitText("#o-text", "ready for traffic · after 6.4 s");
			assertThat(page.text("#o-state")).isEqualTo("Warm");
			assertThat(page.text("#rows")).contains("120,000", "60.0% of 200,000").doesNotContain("left");
			assertThat(page.evaluate("document.querySelector('#rows progress').hidden").asBoolean()).isTrue();
			assertThat(page.evaluate("window.loadedOnce").asBoolean()).isTrue();
			assertThat(page.problems()).isEmpty();
		}
	}

	@Test
	void allCachesAppearAndTheKeyboardFindsOneAndTheWayOfItsKey() {
		JsonTree caches = new JsonTree();
		for (int number = 1; number <= 59; number++) {
			caches.put("cache-%02d".formatted(number), WarmupJson.warm(number));
		}
		this.console.endpoint().tell(WarmupJson.pod("WARM", true, caches.put("stock levels", WarmupJson.warm(7))));
		this.console.endpoint().tellWay(WarmupJson.way("******"));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#count", "60");
			assertThat(page.evaluate("document.querySelectorAll('#rows .row').length").asInt()).isEqualTo(60);
			tabTo(page, "document.activeElement.id === 'filter'");
			page.type("STOCK");
			page.awaitText("#count", "1 of 60");
			assertThat(page.evaluate("document.querySelectorAll('#rows .row').length").asInt()).isOne();
			tabTo(page, "document.activeElement.matches('#rows .name')");
			page.press("Enter");
			page.awaitText("#rows", "last good load");
			assertThat(page.evaluate("document.activeElement.getAttribute('aria-expanded')").asString())
				.isEqualTo("true");
			tabTo(page, "document.activeElement.innerText === 'Look up a key of this cache'");
			page.press("Space");
			assertThat(page.evaluate("document.activeElement.id").asString()).isEqualTo("ask-key");
			page.type("a b?#c");
			page.press("Enter");
			page.awaitText("#answer", "Heap of this pod");
			assertThat(this.console.endpoint().askedKey()).isEqualTo("stock levels a b?#c");
			assertThat(page.text("#answer")).contains("equal", "different", "3 min 12 s", "6 min 48 s", "source",
					"io.github.warmcache.sample.City", "hidden");
			assertThat(page.problems()).isEmpty();
		}
	}

	private static void tabTo(BrowserPage page, String wanted) {
		for (int presses = 0; presses < 30 && !page.evaluate(wanted).asBoolean(); presses++) {
			page.press("Tab");
		}
		assertThat(page.evaluate(wanted).asBoolean()).as(wanted).isTrue();
	}

	@Test
	void namesAndErrorsAreTextWhateverTheyContain() {
		String image = "<img src=x onerror=\"window.hacked=1\">";
		List<String> names = List.of(image, "\"><script>window.hacked=1</script>", "__proto__", "constructor",
				"\u202eevil", "x".repeat(3000), "javascript:window.hacked=1", "a.b[0]{{7*7}}${7*7}");
		JsonTree caches = new JsonTree();
		names.forEach((name) -> caches.put(name,
				WarmupJson.warming(1, 2)
					.set("state", image)
					.set("lastError", image)
					.set("waitingFor", image)
					.set("from", image)
					.set("rewarms." + image.replace(".", ""), image)
					.set("source.breaker", image)));
		this.console.endpoint()
			.tell(WarmupJson.pod(image, false, caches)
				.set("reason", image)
				.set("rehearsal", image)
				.set("redis.reason", image)
				.set("coherence.state", image)
				.set("advice",
						List.of(new JsonTree().set("cache", image).set("cause", image).set("remedy", image).json())));
		this.console.endpoint()
			.tellWay(WarmupJson.way(image)
				.set("local.type", image)
				.set("shared.state", image)
				.set("local.value.x", image));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#count", String.valueOf(names.size()));
			page.evaluate("document.querySelectorAll('#rows .name').forEach((it) => it.click())");
			assertThat(page.evaluate("[...document.querySelectorAll('#rows bdi')].map((it) => it.textContent).sort()")
				.valueStream()
				.map(JsonNode::asString)).containsExactlyInAnyOrderElementsOf(names);
			page.evaluate("document.getElementById('ask-cache').value = 'constructor'");
			page.evaluate("document.getElementById('ask-key').value = '1'");
			page.evaluate("document.getElementById('ask').requestSubmit()");
			page.awaitText("#answer", "onerror");
			assertThat(page.text("#rows")).contains(image);
			assertThat(page.evaluate("document.querySelectorAll('img, iframe, object, a[href^=javascript]').length")
				.asInt()).isZero();
			assertThat(page.evaluate("document.scripts.length").asInt()).isOne();
			assertThat(page.evaluate("window.hacked === undefined && {}.hacked === undefined").asBoolean()).isTrue();
			assertThat(page.problems()).isEmpty();
			assertThat(page.requests())
				.allMatch((request) -> request.equals(this.console.address()) || request.equals(endpoint())
						|| request.equals(endpoint() + "/constructor/1") || request.startsWith("data:image/svg+xml,"));
		}
	}

	/**
	 * Where the tests above find nothing, this finds what they look for.
	 */
	@Test
	void markupThatGotInAllTheSameWouldBeStoppedAndSeen() {
		this.console.endpoint().tell(WarmupJson.pod("WARM", true, new JsonTree()));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#o-state", "Warm");
			page.evaluate(
					"""
							document.body.insertAdjacentHTML('beforeend',
								'<img src="/elsewhere" onerror="window.hacked=1"><p id="styled" style="color: red">text</p>')""");
			await().until(() -> page.problems().size() >= 3);
			assertThat(page.problems()).allMatch((problem) -> problem.contains("Content Security Policy"));
			assertThat(page.evaluate("window.hacked === undefined").asBoolean()).isTrue();
			assertThat(page.evaluate("getComputedStyle(document.getElementById('styled')).color").asString())
				.isNotEqualTo("rgb(255, 0, 0)");
			assertThat(page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'stopped')").asString())
				.isEqualTo("stopped");
		}
	}

	private String endpoint() {
		return this.console.address().replace("cacheconsole", "cachewarmup");
	}

	@Test
	void theKeysThatAnAddressCannotHoldAreNotAskedFor() {
		this.console.endpoint().tell(WarmupJson.pod("WARM", true, new JsonTree().put("cities", WarmupJson.warm(1))));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#count", "1");
			page.evaluate("document.getElementById('ask-key').value = '..'");
			page.evaluate("document.getElementById('ask').requestSubmit()");
			page.awaitText("#answer", "Neither a cache nor a key of dots alone");
			assertThat(page.requests()).allMatch((request) -> request.equals(this.console.address())
					|| request.equals(endpoint()) || request.startsWith("data:"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			401 | Sign in first                                   | Sign in to the application
			403 | You may not read the endpoint cachewarmup       | Allow it to whoever
			404 | The endpoint cachewarmup is not exposed         | include: health, cachewarmup, cacheconsole
			503 | The endpoint cachewarmup answers 503            | The log of the pod
			200 | The endpoint cachewarmup answers with something | the page of a login
			""")
	void whatIsWrongWithTheEndpointIsExplained(int status, String title, String advice) {
		this.console.endpoint().tell(new JsonTree());
		this.console.endpoint().refuse(status);
		if (status == 200) {
			this.console.endpoint().tellLogin();
		}
		try (BrowserPage page = this.console.openFast()) {
			page.awaitText("#problem", title);
			assertThat(page.text("#problem")).contains(advice);
			assertThat(page.text("#news")).contains(title);
			this.console.endpoint().tell(WarmupJson.pod("WARM", true, new JsonTree()));
			page.await("document.getElementById('problem').hidden");
			assertThat(page.text("#empty")).startsWith("This pod has no caches yet.");
		}
	}

	@Test
	void whatIsMissingOrUnknownIsLeftOut() {
		this.console.endpoint()
			.tell(new JsonTree().set("state", "SIMMERING")
				.set("caches.nothing", new JsonTree())
				.set("caches.odd", 7)
				.set("caches.listed", List.of(1))
				.set("caches.wrong.tiers.local", "many")
				.set("caches.wrong.local.entries", -1)
				.set("caches.wrong.elapsed", "soon")
				.set("caches.wrong.audit.local", List.of())
				.set("advice", "none")
				.set("redis", null)
				.set("novel.thing", true));
		try (BrowserPage page = this.console.open()) {
			page.awaitText("#count", "4");
			assertThat(page.text("#o-state")).isEqualTo("Simmering");
			assertThat(page.text("#o-redis")).isEqualTo("Not in use");
			page.evaluate("document.querySelectorAll('#rows .name').forEach((it) => it.click())");
			assertThat(page.text("body")).doesNotContain("NaN", "undefined", "null,", "[object", "Infinity");
			assertThat(page.problems()).isEmpty();
		}
	}

	@Test
	void aPausedOrHiddenPageAsksForNothing() {
		this.console.endpoint().tell(WarmupJson.pod("WARM", true, new JsonTree()));
		for (String[] ends : Stream
			.of(new String[] { "document.getElementById('pause').click()", "0" },
					new String[] { "Object.defineProperty(document, 'hidden', { value: %s, configurable: true });"
							+ " document.dispatchEvent(new Event('visibilitychange'))", "1" })
			.toList()) {
			try (BrowserPage page = this.console.openFast()) {
				page.await("window.fetched.length > 3");
				page.evaluate(ends[0].formatted("true"));
				int before = page.evaluate("window.fetched.length").asInt();
				page.evaluate("new Promise((done) => setTimeout(done, 8000))");
				assertThat(page.evaluate("window.fetched.length").asInt()).isEqualTo(before);
				page.evaluate(ends[0].formatted("false"));
				page.await("window.fetched.length > " + (before + 3));
			}
		}
	}

	@Test
	void anEndpointThatFailsIsAskedLessAndLess() {
		this.console.endpoint().tell(WarmupJson.pod("WARM", true, new JsonTree()));
		try (BrowserPage page = this.console.openFast()) {
			page.awaitText("#o-state", "Warm");
			this.console.endpoint().refuse(500);
			await().until(() -> page.evaluate("document.body.classList.contains('stale')").asBoolean());
			page.evaluate("window.fetched.length = 0");
			page.await("window.fetched.length >= 5");
			List<Long> times = page.evaluate("window.fetched").valueStream().map(JsonNode::asLong).toList();
			assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(3_900);
			assertThat(times.get(4) - times.get(3)).isGreaterThanOrEqualTo(14_900);
			assertThat(page.text("#problem")).contains("answers 500");
			assertThat(page.text("#o-state")).isEqualTo("Warm");
		}
	}

}
