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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ResultPage}.
 */
class ResultPageTests {

	private static final String PAGE = """
			before
			<!-- begin of a -->
			old
			<!-- end of a -->
			between
			<!-- begin of b -->
			<!-- end of b -->
			after
			""";

	@Test
	void resultsComeInThePlaceOfThoseBefore() {
		String once = ResultPage.replace(PAGE, "a", "new $1\n");
		assertThat(once).contains("before\n<!-- begin of a -->\n```\nnew $1\n```\n<!-- end of a -->\nbetween\n")
			.doesNotContain("old");
		assertThat(ResultPage.replace(once, "a", "new $1\n")).isEqualTo(once);
		assertThat(ResultPage.replace(once, "b", "x")).contains("new $1", "```\nx\n```\n<!-- end of b -->\nafter");
	}

	@Test
	void aPageWithoutThePlaceIsLeftAlone() {
		assertThatIllegalStateException().isThrownBy(() -> ResultPage.replace(PAGE, "c", "x"))
			.withMessageContaining("no place for c");
	}

}
