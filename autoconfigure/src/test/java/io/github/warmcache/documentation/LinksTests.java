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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that readers are led nowhere but to pages, headings and files there are.
 */
class LinksTests {

	@TempDir
	private Path root;

	@Test
	void everyLinkOfEveryPageLeadsSomewhere() throws IOException {
		assertThat(new MarkdownLinks(Pages.root()).broken(Pages.all())).isEmpty();
	}

	@Test
	void everyPageIsInTheIndexOfItsFolder() throws IOException {
		MarkdownLinks links = new MarkdownLinks(Pages.root());
		for (Path folder : List.of(Pages.root().resolve("docs"), Pages.root().resolve("docs/decisions"))) {
			Path index = folder.resolve("README.md");
			Set<Path> indexed = links.targets(index);
			assertThat(Pages.docs()).filteredOn((page) -> page.getParent().equals(folder) && !page.equals(index))
				.isNotEmpty()
				.allSatisfy((page) -> assertThat(indexed).contains(page));
		}
	}

	@Test
	void missingFilesAndAnchorsAreFound() throws IOException {
		write("docs/other.md", "# A heading", "", "## A heading", "", "```", "# no heading", "```");
		Path page = write("docs/page.md", "# Page", "[gone](gone.md) and [there](other.md)", "",
				"[no anchor](other.md#nothing)", "[in code](other.md#no-heading)", "[third](other.md#a-heading-2)",
				"[own](#nothing)", "![picture](gone.png)", "[`code` in it](gone.md \"Title\")", "[over two",
				"lines](gone.md)", "[defined]: gone.md", "[out](../../out.md)", "[absolute](/docs/other.md)",
				"[no page](file.txt#L1)");
		write("docs/file.txt", "text");
		assertThat(broken(page)).containsExactlyInAnyOrder("docs/page.md:2: gone.md: no such file",
				"docs/page.md:4: other.md#nothing: no such anchor",
				"docs/page.md:5: other.md#no-heading: no such anchor",
				"docs/page.md:6: other.md#a-heading-2: no such anchor", "docs/page.md:7: #nothing: no such anchor",
				"docs/page.md:8: gone.png: no such file", "docs/page.md:9: gone.md: no such file",
				"docs/page.md:10: gone.md: no such file", "docs/page.md:12: gone.md: no such file",
				"docs/page.md:13: ../../out.md: leaves the repository",
				"docs/page.md:14: /docs/other.md: is not relative",
				"docs/page.md:15: file.txt#L1: no page, so it has no anchors");
	}

	@Test
	void whatLeadsSomewhereIsNotFound() throws IOException {
		write("docs/other.md", "# What it's *not* for: `Mono`, a_b & [links](x.md)", "", "## Twice", "", "## Twice", "",
				"<a id=\"old\"></a>");
		Path page = write("page.md", "# Page", "[a](docs/other.md#what-its-not-for-mono-a_b--links)",
				"[b](docs/other.md#twice)", "[c](docs/other.md#twice-1)", "[d](docs/other.md#old)", "[e](docs)",
				"[f](#page)", "[g](https://example.org/x#y)", "`[h](gone.md)`", "```", "[i](gone.md)", "```",
				"[j](mailto:a@example.org)");
		assertThat(broken(page)).isEmpty();
	}

	private List<String> broken(Path page) throws IOException {
		return new MarkdownLinks(this.root).broken(List.of(page));
	}

	private Path write(String name, String... lines) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.write(file, List.of(lines));
	}

}
