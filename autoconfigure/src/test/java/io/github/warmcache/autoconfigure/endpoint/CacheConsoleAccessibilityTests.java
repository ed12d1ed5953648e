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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.warmcache.testsupport.BrowserPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that everybody can use the console: with a screen reader, a keyboard, a small
 * window, in the dark.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheConsoleAccessibilityTests {

	private final Console console = new Console();

	@AfterAll
	void close() {
		this.console.close();
	}

	@BeforeEach
	void tell() {
		this.console.endpoint().tell(ConsoleScene::pod);
		this.console.endpoint().tellWay(WarmupJson.way("{\"name\":\"Rome\"}").set("shared.state", "UNAVAILABLE"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1280, 360 })
	void everythingHasARoleAndAName(int width) {
		try (BrowserPage page = this.console.openFast()) {
			page.size(width, 900);
			page.await("document.querySelector('#rows .curve').getAttribute('d') !== ''");
			List<String> tree = page.accessibility()
				.stream()
				.map((node) -> node.at("/role/value").asString() + " " + node.at("/name/value").asString())
				.toList();
			assertThat(tree).contains("banner ", "main ", "contentinfo ", "heading Warmcache", "region Overview",
					"heading Advice", "region Advice", "heading Caches", "table Caches", "region The way of one key",
					"combobox Cache", "textbox Key", "button Look up", "button Pause",
					"searchbox Filter caches by name", "button cities", "button stock-levels",
					"progressbar Progress of stock-levels", "link Skip to the caches", "status ");
			assertThat(tree).anyMatch((node) -> node.matches("rowheader cities required · from source"))
				.anyMatch((node) -> node.matches("image Hits: now \\d.*"))
				.anyMatch((node) -> node.matches("image Absent: now \\d.*"))
				.anyMatch((node) -> node.matches("checkbox Only what needs attention \\(\\d\\)"));
			assertThat(tree).filteredOn((node) -> node.startsWith("columnheader "))
				.containsExactly("columnheader Cache", "columnheader State", "columnheader Entries in the heap",
						"columnheader Answered by", "columnheader Hits", "columnheader Absent");
			assertThat(tree).filteredOn((node) -> node.startsWith("row ")).hasSize(ConsoleScene.CACHES + 1);
			assertThat(page.accessibility())
				.filteredOn((node) -> List.of("button", "link", "textbox", "searchbox", "combobox", "checkbox", "image")
					.contains(node.at("/role/value").asString()))
				.isNotEmpty()
				.allMatch((node) -> !node.at("/name/value").asString().isBlank());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void thereIsContrastInBothSchemes(String scheme) throws IOException {
		String script = new ClassPathResource("console/contrast.js").getContentAsString(StandardCharsets.UTF_8);
		try (BrowserPage page = this.console.openFast()) {
			page.scheme(scheme);
			page.await("document.querySelector('#rows .curve').getAttribute('d') !== ''");
			openAll(page);
			page.evaluate(
					"document.getElementById('problem').hidden = document.getElementById('mixed').hidden = false");
			page.evaluate("document.getElementById('problem-title').textContent = 'A title'");
			page.evaluate("document.getElementById('problem-text').textContent = 'A text'");
			JsonNode found = page.evaluate(script);
			assertThat(found.get("looked").asInt()).isGreaterThan(200);
			assertThat(found.get("poor").valueStream().map(JsonNode::asString)).isEmpty();
			// The measure itself: it has to see what is too pale.
			page.evaluate("document.getElementById('host').style.color = '#8a94a0'");
			assertThat(page.evaluate(script).get("poor").valueStream().map(JsonNode::asString))
				.hasSize("light".equals(scheme) ? 1 : 0);
		}
	}

	private static void openAll(BrowserPage page) {
		page.evaluate("document.querySelectorAll('#rows .name').forEach((it) => it.click())");
		page.evaluate("document.getElementById('ask-key').value = '3169070'");
		page.evaluate("document.getElementById('ask').requestSubmit()");
		page.awaitText("#answer", "Heap of this pod");
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 360, 768, 1024, 1920 })
	void nothingIsWiderThanTheWindow(int width) {
		try (BrowserPage page = this.console.openFast()) {
			page.size(width, 800);
			page.await("document.querySelector('#rows .curve').getAttribute('d') !== ''");
			openAll(page);
			assertThat(page.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
			assertThat(page.evaluate(
					"""
							[...document.querySelectorAll('main *')].filter((it) => it.checkVisibility() && !it.closest('.hush, thead, svg, pre')
								&& it.getBoundingClientRect().right > innerWidth + 0.5).map((it) => it.outerHTML.slice(0, 80))""")
				.valueStream()).isEmpty();
		}
	}

	@Test
	void onlyChangedStatesAreReadAloud() {
		this.console.endpoint().tell((asked) -> ConsoleScene.pod(Math.min(asked, 100)).set("elapsed", "PT6.4S"));
		try (BrowserPage page = this.console.openFast()) {
			page.awaitText("#count", String.valueOf(ConsoleScene.CACHES));
			page.evaluate(
					"""
							window.told = [];
							new MutationObserver(() => window.told.push(document.getElementById('news').textContent))
								.observe(document.getElementById('news'), { childList: true, characterData: true, subtree: true })""");
			page.await("window.fetched.length > 40");
			assertThat(page.evaluate("window.told.length").asInt()).isZero();
			this.console.endpoint().tell((asked) -> ConsoleScene.pod(100 + asked).set("coherence.state", "DEGRADED"));
			page.await("window.told.length > 0");
			assertThat(page.evaluate("window.told").valueStream().map(JsonNode::asString))
				.containsExactly("Coherence: Degraded");
			assertThat(
					page.evaluate("document.querySelectorAll('[aria-live], [role=alert], [role=log]').length").asInt())
				.isEqualTo(2);
		}
	}

	@Test
	void theFocusIsSeenAndStaysWhileTheTableChanges() {
		try (BrowserPage page = this.console.openFast()) {
			page.awaitText("#count", String.valueOf(ConsoleScene.CACHES));
			page.press("Tab");
			assertThat(page.evaluate("document.activeElement.className").asString()).isEqualTo("skip");
			assertThat(page.evaluate("document.activeElement.getBoundingClientRect().top").asInt()).isNotNegative();
			page.evaluate("document.querySelector('[data-sort=reads] button').click()");
			page.evaluate("document.querySelector('#rows .name').focus({ focusVisible: true })");
			assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle").asString())
				.isEqualTo("solid");
			String name = page.evaluate("document.activeElement.innerText").asString();
			int asked = page.evaluate("window.fetched.length").asInt();
			page.await("window.fetched.length > " + (asked + 30));
			assertThat(page.evaluate("document.activeElement.innerText").asString()).isEqualTo(name);
			page.evaluate("document.querySelector('[data-sort=state] button').click()");
			assertThat(page.evaluate("document.activeElement.innerText").asString()).isEqualTo(name);
		}
	}

}
