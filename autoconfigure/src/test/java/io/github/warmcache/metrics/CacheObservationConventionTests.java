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

package io.github.warmcache.metrics;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.documentation.Pages;
import io.github.warmcache.tier.ValueOrigin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the names and keys of observations.
 */
class CacheObservationConventionTests {

	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| [^`|][^|]* \\| `(warmcache\\.[a-z]+)` \\| ([^|]*) \\|$");

	private static final Pattern KEY = Pattern.compile("`([a-z]+)`(?: \\(([^)]*)\\))?");

	private static final Pattern VALUE = Pattern.compile("`([^`]+)`");

	@Test
	void thePageNamesTheObservationsThatThereAre() throws IOException {
		Map<String, Map<String, Set<String>>> actual = new TreeMap<>();
		for (OperationKind kind : OperationKind.values()) {
			CacheObservationConvention convention = new CacheObservationConvention(kind);
			Map<String, Set<String>> keys = actual.computeIfAbsent(convention.getName(), (name) -> new TreeMap<>());
			convention.getLowCardinalityKeyValues(new CacheObservationContext(kind, "cities"))
				.forEach((value) -> keys.computeIfAbsent(value.getKey(), (key) -> new TreeSet<>())
					.add(value.getValue()));
			keys.put("cache", new TreeSet<>());
			assertThat(keys.remove("exception")).as("The key that every observation has").containsExactly("none");
			// What ends an operation is not known to its convention.
			keys.put("outcome", new TreeSet<>());
			keys.computeIfPresent("tier", (key, values) -> words(CacheTier.values()));
			keys.computeIfPresent("origin", (key, values) -> words(ValueOrigin.values()));
		}
		assertThat(documented()).isEqualTo(actual);
	}

	private static Set<String> words(Enum<?>[] constants) {
		Set<String> words = new TreeSet<>(Set.of("unknown"));
		for (Enum<?> constant : constants) {
			words.add(constant.name().toLowerCase(Locale.ROOT));
		}
		return words;
	}

	private static Map<String, Map<String, Set<String>>> documented() throws IOException {
		Map<String, Map<String, Set<String>>> documented = new TreeMap<>();
		ROW.matcher(Pages.read("docs/meters.md")).results().forEach((row) -> {
			Map<String, Set<String>> keys = documented.computeIfAbsent(row.group(1), (name) -> new TreeMap<>());
			KEY.matcher(row.group(2)).results().forEach((key) -> {
				Set<String> values = new TreeSet<>();
				if (key.group(2) != null && !key.group(1).equals("outcome")) {
					VALUE.matcher(key.group(2))
						.results()
						.map((MatchResult value) -> value.group(1))
						.forEach(values::add);
				}
				keys.put(key.group(1), values);
			});
		});
		return documented;
	}

	@Test
	void aConventionIsForTheObservationsOfItsName() {
		CacheObservationConvention loads = new CacheObservationConvention(OperationKind.LOAD_BY_SOURCE);
		assertThat(loads.supportsContext(new CacheObservationContext(OperationKind.LOAD_BY_METHOD, "cities"))).isTrue();
		assertThat(loads.supportsContext(new CacheObservationContext(OperationKind.REWARM, "cities"))).isFalse();
	}

	@Test
	void spansSayWhatIsDoneToWhichCache() {
		for (OperationKind kind : OperationKind.values()) {
			assertThat(
					new CacheObservationConvention(kind).getContextualName(new CacheObservationContext(kind, "cities")))
				.matches("(read|load|put|evict|clear|warm|re-warm) cities");
		}
	}

}
