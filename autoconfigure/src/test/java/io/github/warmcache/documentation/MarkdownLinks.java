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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The relative links of Markdown pages. Links to other hosts are not looked at.
 *
 * @param root the directory that no link leaves
 */
record MarkdownLinks(Path root) {

	private static final Pattern FENCE = Pattern.compile("^ {0,3}(```|~~~).*");

	private static final Pattern CODE = Pattern.compile("(`+)(?:(?!`).)+?\\1");

	private static final Pattern LINK = Pattern
		.compile("\\[(?:[^\\[\\]]|\\[[^\\[\\]]*])*]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)");

	private static final Pattern DEFINITION = Pattern.compile("^ {0,3}\\[[^\\]]+]:\\s+<?([^\\s>]+)>?.*");

	private static final Pattern HEADING = Pattern.compile("^ {0,3}#{1,6}\\s+(.*?)\\s*#*\\s*$");

	private static final Pattern ID = Pattern.compile("<a\\s+(?:id|name)=\"([^\"]+)\"");

	private static final Pattern TEXT_OF_LINK = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");

	private static final Pattern ELSEWHERE = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*:|//).*");

	/**
	 * Find the links that lead nowhere.
	 * @param pages the pages to be looked at
	 * @return a line for each broken link: page, line and target
	 * @throws IOException if a page cannot be read
	 */
	List<String> broken(List<Path> pages) throws IOException {
		List<String> broken = new ArrayList<>();
		for (Path page : pages) {
			for (Link link : links(page)) {
				String problem = problem(page, link.target());
				if (problem != null) {
					broken.add(this.root.relativize(page) + ":" + link.line() + ": " + link.target() + ": " + problem);
				}
			}
		}
		return broken;
	}

	/**
	 * Return the files that a page links to.
	 * @param page the page
	 * @return the files, absolute, without those elsewhere
	 * @throws IOException if the page cannot be read
	 */
	Set<Path> targets(Path page) throws IOException {
		Set<Path> targets = new HashSet<>();
		for (Link link : links(page)) {
			if (!ELSEWHERE.matcher(link.target()).matches()) {
				targets.add(file(page, link.target()));
			}
		}
		return targets;
	}

	private static List<Link> links(Path page) throws IOException {
		List<Link> links = new ArrayList<>();
		List<String> lines = withoutCode(Files.readAllLines(page));
		for (int i = 0; i < lines.size(); i++) {
			int line = i + 1;
			Matcher definition = DEFINITION.matcher(lines.get(i));
			if (definition.matches()) {
				links.add(new Link(line, definition.group(1)));
			}
		}
		String text = String.join("\n", lines);
		LINK.matcher(text)
			.results()
			.forEach((found) -> links.add(new Link(
					1 + (int) text.chars().limit(found.start()).filter((c) -> c == '\n').count(), found.group(1))));
		return links;
	}

	/**
	 * Empty what is in fences, and replace code within lines.
	 */
	private static List<String> withoutCode(List<String> lines) {
		List<String> kept = new ArrayList<>();
		String open = null;
		for (String line : lines) {
			Matcher fence = FENCE.matcher(line);
			boolean isFence = fence.matches();
			if (open == null && isFence) {
				open = fence.group(1);
				kept.add("");
			}
			else if (open != null) {
				open = (isFence && open.equals(fence.group(1))) ? null : open;
				kept.add("");
			}
			else {
				kept.add(CODE.matcher(line).replaceAll("code"));
			}
		}
		return kept;
	}

	private @Nullable String problem(Path page, String target) throws IOException {
		if (ELSEWHERE.matcher(target).matches()) {
			return null;
		}
		if (target.startsWith("/")) {
			return "is not relative";
		}
		Path file = file(page, target);
		if (!file.startsWith(this.root)) {
			return "leaves the repository";
		}
		if (!Files.exists(file)) {
			return "no such file";
		}
		int hash = target.indexOf('#');
		if (hash < 0) {
			return null;
		}
		if (!file.toString().endsWith(".md")) {
			return "no page, so it has no anchors";
		}
		return anchors(file).contains(decoded(target.substring(hash + 1))) ? null : "no such anchor";
	}

	private static Path file(Path page, String target) {
		int hash = target.indexOf('#');
		String path = decoded((hash >= 0) ? target.substring(0, hash) : target);
		return path.isEmpty() ? page : page.resolveSibling(path).normalize();
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	/**
	 * Return the anchors of a page, as GitHub makes them.
	 */
	private static Set<String> anchors(Path page) throws IOException {
		Set<String> anchors = new HashSet<>();
		Map<String, Integer> times = new HashMap<>();
		List<String> lines = Files.readAllLines(page);
		List<String> prose = withoutCode(lines);
		for (int i = 0; i < lines.size(); i++) {
			ID.matcher(prose.get(i)).results().map((id) -> id.group(1)).forEach(anchors::add);
			Matcher heading = HEADING.matcher(lines.get(i));
			if (!prose.get(i).isEmpty() && heading.matches()) {
				String slug = slug(heading.group(1));
				int before = times.merge(slug, 1, Integer::sum) - 1;
				anchors.add((before > 0) ? slug + "-" + before : slug);
			}
		}
		return anchors;
	}

	private static String slug(String heading) {
		String text = TEXT_OF_LINK.matcher(heading)
			.replaceAll((MatchResult link) -> Matcher.quoteReplacement(link.group(1)));
		return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
	}

	/**
	 * A link.
	 *
	 * @param line the line it is in, from 1
	 * @param target where it leads
	 */
	private record Link(int line, String target) {

	}

}
