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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all Java and YAML on the pages is what compiles and binds in tests.
 */
class SnippetsTests {

	private static final Path MODULE = Pages.root().resolve("autoconfigure/src/test");

	private static final Path JAVA = MODULE.resolve("java/io/github/warmcache/documentation");

	private static final Path YAML = MODULE.resolve("resources/documentation");

	@Test
	void codeOnPagesIsThatOfTests() throws IOException {
		List<String> differences = new ArrayList<>();
		for (Path page : Pages.all()) {
			for (Snippet snippet : Snippet.of(Files.readAllLines(page))) {
				String place = Pages.root().relativize(page) + ":" + snippet.line();
				if (snippet.isCode() && snippet.name() == null) {
					differences.add(place + " does not say which test it is from");
				}
				else if (snippet.name() != null) {
					String expected = Snippet.cut(Files.readAllLines(file(snippet.file())), snippet.region());
					if (!snippet.text().equals(expected)) {
						differences.add(place + " is not " + snippet.name() + ", which is\n" + expected);
					}
				}
			}
		}
		assertThat(differences).isEmpty();
	}

	@Test
	void whatTestsMarkIsOnAPage() throws IOException {
		Set<String> shown = new TreeSet<>();
		for (Path page : Pages.all()) {
			Snippet.of(Files.readAllLines(page))
				.stream()
				.filter((snippet) -> snippet.name() != null)
				.forEach((snippet) -> shown.add(snippet.name()));
		}
		Set<String> marked = new TreeSet<>();
		for (Path file : files(JAVA, ".java")) {
			Snippet.regions(Files.readAllLines(file))
				.forEach((region) -> marked.add(file.getFileName() + "#" + region));
		}
		Stream.of(".yaml", ".sql")
			.flatMap((ending) -> files(YAML, ending).stream())
			.forEach((file) -> marked.add(file.getFileName().toString()));
		assertThat(shown).isEqualTo(marked);
	}

	@Test
	void yamlBinds() throws IOException {
		Set<String> known = known();
		for (Path file : files(YAML, ".yaml")) {
			List<PropertySource<?>> sources = new YamlPropertySourceLoader().load(file.toString(),
					new FileSystemResource(file));
			Binder binder = new Binder(ConfigurationPropertySources.from(sources));
			boolean bound = binder
				.bind("warmcache", Bindable.of(WarmcacheProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
				.isBound();
			List<String> others = sources.stream()
				.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
				.filter((name) -> !name.startsWith("warmcache."))
				.map((name) -> withoutKey(name, known))
				.toList();
			assertThat(bound || !others.isEmpty()).as(file.toString()).isTrue();
			assertThat(known).as(file.toString()).containsAll(others);
		}
	}

	/**
	 * Return the name of the map that a property is a value of, or the name as it is.
	 */
	private static String withoutKey(String name, Set<String> known) {
		return known.stream()
			.filter((map) -> map.endsWith(".*") && name.startsWith(map.substring(0, map.length() - 1)))
			.findFirst()
			.orElse(name);
	}

	/**
	 * Return the names of all properties. That of a map ends in an asterisk.
	 */
	private static Set<String> known() throws IOException {
		Set<String> names = new TreeSet<>();
		for (Resource metadata : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
			JsonMapper.shared()
				.readTree(metadata.getContentAsByteArray())
				.get("properties")
				.forEach((property) -> names.add(property.get("name").asString()
						+ (property.path("type").asString("").startsWith("java.util.Map") ? ".*" : "")));
		}
		return names;
	}

	@Test
	void snippetsAreCutOutOfTheirPagesAndFiles() {
		assertThat(Snippet.of(List.of("Text", "<!-- snippet: A.java#b -->", "```java", "int a;", "```", "```", "text",
				"```", "```yaml", "a: b", "```")))
			.containsExactly(new Snippet(3, "java", "A.java#b", "int a;"), new Snippet(9, "yaml", null, "a: b"));
		List<String> file = List.of("class A {", "\t// tag::b[]", "\tvoid b() {", "\t\t// tag::c[]", "\t\tc();",
				"\t\t// end::c[]", "\t}", "\t// end::b[]", "}");
		assertThat(Snippet.cut(file, "b")).isEqualTo("void b() {\n    c();\n}");
		assertThat(Snippet.cut(file, "c")).isEqualTo("c();");
		assertThat(Snippet.regions(file)).containsExactly("b", "c");
	}

	private static Path file(String name) {
		return (name.endsWith(".java") ? JAVA : YAML).resolve(name);
	}

	private static List<Path> files(Path folder, String ending) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(ending)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
