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

package io.github.warmcache.architecture;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.documentation.Pages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the rooms of the page about the architecture with those that the build keeps.
 */
class RoomsPageTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]*) \\|");

	private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

	@Test
	void thePageHasTheRoomsOfTheBuild() throws IOException {
		String page = Pages.read("docs/architecture.md");
		String rooms = page.substring(page.indexOf("## Rooms"), page.indexOf("## Words"));
		List<String> named = ROW.matcher(rooms)
			.results()
			.flatMap((row) -> NAME.matcher(row.group(1)).results())
			.map((MatchResult name) -> name.group(1))
			.toList();
		assertThat(named).containsExactlyInAnyOrderElementsOf(
				Room.ALL.stream().map((room) -> room.name().replace("..", "")).toList());
	}

}
