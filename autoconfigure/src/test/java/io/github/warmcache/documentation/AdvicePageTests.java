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

package io.github.warmcache.documentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.advice.check.KnownAdvice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the sections of the page about advice with what the code knows.
 */
class AdvicePageTests {

	private static final Pattern SECTION = Pattern
		.compile("(?m)^### ([a-z-]+)\n\n(INFO|WARN)(, logged by the [^.]+)?\\. [\\s\\S]+?\n\n\\*\\*Remedy:\\*\\* \\S");

	private static final Pattern HEADING = Pattern.compile("(?m)^### (.+)$");

	@Test
	void thePageHasASectionForEachAdvice() throws IOException {
		String page = Pages.read("docs/advice.md");
		List<String> sections = SECTION.matcher(page)
			.results()
			.map((MatchResult section) -> section.group(1) + " " + section.group(2)
					+ ((section.group(3) != null) ? " elsewhere" : ""))
			.toList();
		List<String> expected = new ArrayList<>();
		Arrays.stream(KnownAdvice.values())
			.forEach((known) -> expected.add(known.id() + " " + known.severity()
					+ (KnownAdvice.loggedElsewhere().contains(known.id()) ? " elsewhere" : "")));
		assertThat(sections).isEqualTo(expected);
		assertThat(HEADING.matcher(page).results().map((heading) -> heading.group(1)))
			.containsExactly(Arrays.stream(KnownAdvice.values()).map(KnownAdvice::id).toArray(String[]::new));
	}

}
