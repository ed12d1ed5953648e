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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page of the meters names those that an application has, with their tags.
 */
class MetersPageTests {

	/**
	 * A row: a name, and its tags, each with its values in parentheses unless they depend
	 * on the application.
	 */
	private static final Pattern ROW = Pattern.compile("\\| `((?:warmcache|cache)\\.[a-z.-]+)` \\|([^|]*)\\| .*");

	private static final Pattern TAG = Pattern.compile("`([a-z.]+)`(?: \\(([^)]*)\\))?");

	private static final Pattern VALUE = Pattern.compile("`([^`]+)`");

	private static final String ANY = "any";

	private static final Set<String> CACHE_TAGS = Set.of("cache", "cache.manager", "name");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(autoConfigurations()))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean("names", Names.class)
		.withPropertyValues("spring.application.name=meters", "spring.data.redis.port=1",
				"warmcache.caches.names.source.bean=names", "warmcache.caches.names.key-type=java.lang.Integer",
				"warmcache.caches.names.value-type=java.lang.String", "warmcache.caches.names.maximum-size=100",
				"warmcache.caches.names.complete=true", "warmcache.caches.names.stale-if-error=1h",
				"warmcache.caches.names.refresh-ahead=0.8", "warmcache.audit.interval=1h");

	@Test
	void thePageNamesTheMetersThatThereAre() throws IOException {
		Map<String, Map<String, Set<String>>> documented = documented();
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			Map<String, Map<String, Set<String>>> registered = registered(context.getBean(MeterRegistry.class),
					documented);
			assertThat(documented).as("Rows of docs/meters.md, beside the meters that an application registers")
				.isEqualTo(registered);
		});
	}

	/**
	 * Return the auto-configurations of Warmcache, with those of Boot that they follow.
	 */
	static Class<?>[] autoConfigurations() {
		ClassLoader classLoader = MetersPageTests.class.getClassLoader();
		Stream<Class<?>> ours = ImportCandidates.load(AutoConfiguration.class, classLoader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.warmcache."))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader));
		return Stream
			.concat(ours, Stream.of(DataRedisAutoConfiguration.class, MetricsAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class))
			.toArray(Class<?>[]::new);
	}

	/**
	 * Return the values of the tags of each meter; of tags whose values the page does not
	 * list, that there are any.
	 */
	private static Map<String, Map<String, Set<String>>> registered(MeterRegistry registry,
			Map<String, Map<String, Set<String>>> documented) {
		Map<String, Map<String, Set<String>>> registered = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			String name = meter.getId().getName();
			if (name.startsWith("warmcache.") || name.startsWith("cache.")) {
				Map<String, Set<String>> tags = registered.computeIfAbsent(name, (added) -> new TreeMap<>());
				Map<String, Set<String>> listed = documented.getOrDefault(name, Map.of());
				meter.getId()
					.getTags()
					.forEach((tag) -> tags.computeIfAbsent(tag.getKey(), (added) -> new TreeSet<>())
						.add(Set.of(ANY).equals(listed.get(tag.getKey())) ? ANY : tag.getValue()));
			}
		}
		return registered;
	}

	private static Map<String, Map<String, Set<String>>> documented() throws IOException {
		Map<String, Map<String, Set<String>>> documented = new TreeMap<>();
		Pages.read("docs/meters.md")
			.lines()
			.map(ROW::matcher)
			.filter((row) -> row.matches())
			.forEach((row) -> documented.put(row.group(1), tags(row.group(2))));
		return documented;
	}

	private static Map<String, Set<String>> tags(String cell) {
		Map<String, Set<String>> tags = new TreeMap<>();
		if (cell.contains("cache tags")) {
			CACHE_TAGS.forEach((tag) -> tags.put(tag, values(null)));
		}
		TAG.matcher(cell).results().forEach((tag) -> tags.put(tag.group(1), values(tag.group(2))));
		return tags;
	}

	private static Set<String> values(@Nullable String list) {
		Set<String> values = new TreeSet<>();
		if (list == null) {
			values.add(ANY);
		}
		else {
			VALUE.matcher(list).results().map((MatchResult value) -> value.group(1)).forEach(values::add);
		}
		return values;
	}

	/**
	 * A source that a complete cache may have.
	 */
	static class Names implements CacheSource<Integer, String> {

		@Override
		public @Nullable String load(Integer key) {
			return null;
		}

		@Override
		public void stream(EntrySink<? super Integer, ? super String> sink) {
			sink.accept(1, "one");
		}

		@Override
		public OptionalLong count() {
			return OptionalLong.of(1);
		}

	}

}
