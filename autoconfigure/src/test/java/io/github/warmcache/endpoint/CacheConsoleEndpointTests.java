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

package io.github.warmcache.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.documentation.Pages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheConsoleEndpoint}, and for what its page may do. Writes the hashes
 * of style and script into the page with {@code -Dconsole.write}.
 */
class CacheConsoleEndpointTests {

	private static final Path FILE = Pages.root()
		.resolve("autoconfigure/src/main/resources/io/github/warmcache/endpoint/console.html");

	private static final Pattern POLICY = Pattern
		.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">");

	@BeforeAll
	static void write() throws Exception {
		if (Boolean.getBoolean("console.write")) {
			String page = Files.readString(FILE);
			Files.writeString(FILE, POLICY.matcher(page)
				.replaceFirst("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy(page) + "\">"));
		}
	}

	private static String policy(String page) throws Exception {
		return "default-src 'none'; connect-src 'self'; img-src data:; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
			.formatted(hash(page, "style"), hash(page, "script"));
	}

	private static String hash(String page, String element) throws Exception {
		String content = page.substring(page.indexOf("<" + element + ">") + element.length() + 2,
				page.indexOf("</" + element + ">"));
		return "sha256-" + Base64.getEncoder()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void thePolicyAllowsTheStyleAndTheScriptOfThePageAndNothingElse() throws Exception {
		String page = Files.readString(FILE);
		List<String> policies = POLICY.matcher(page).results().map((policy) -> policy.group(1)).toList();
		assertThat(policies).as("after a change of the page, run CONTRIBUTING.md's command for the console")
			.containsExactly(policy(page));
		// A policy in the document holds for what comes after it.
		assertThat(page.indexOf("Content-Security-Policy")).isLessThan(page.indexOf("<style>"))
			.isLessThan(page.indexOf("<link"));
	}

	@Test
	void thePageIsComplete() throws IOException {
		String page = Files.readString(FILE);
		assertThat(Pattern.compile("(?:src|href)\\s*=\\s*[\"']([^\"']*)").matcher(page).results())
			.extracting((address) -> address.group(1))
			.allMatch((address) -> address.startsWith("data:image/svg+xml,") || address.startsWith("#"));
		assertThat(Pattern.compile("https?://[^\\s'\")]*").matcher(page).results().map(MatchResult::group).distinct())
			.containsOnly("http://www.w3.org/2000/svg", "https://www.apache.org/licenses/LICENSE-2.0");
		assertThat(page).doesNotContain("@import", "url(", " style=", " onclick");
	}

	@Test
	void theScriptMakesNoMarkupOfData() throws IOException {
		String page = Files.readString(FILE);
		assertThat(page.substring(page.indexOf("<script>"))).doesNotContain("innerHTML", "outerHTML",
				"insertAdjacentHTML", "document.write", "DOMParser", "srcdoc", "eval(", "Function(", "location.href",
				"POST", "DELETE", "localStorage");
	}

	@Test
	void theEndpointReturnsThePage() throws IOException {
		assertThat(new CacheConsoleEndpoint().page().getContentAsString(StandardCharsets.UTF_8))
			.isEqualTo(Files.readString(FILE));
	}

}
