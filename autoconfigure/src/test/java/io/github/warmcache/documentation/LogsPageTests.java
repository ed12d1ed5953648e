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
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.documentation.LoggedEvents.Logged;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the page of the logs with the events that the code logs.
 */
class LogsPageTests {

	/**
	 * A row: an id, the levels, what it means, the fields, and what to do.
	 */
	private static final Pattern ROW = Pattern
		.compile("(?m)^\\| `([a-z]+(?:_[a-z]+)+)` \\| ([A-Z, ]+) \\| ([^|]+) \\| ([^|]*) \\| ([^|]+) \\|$");

	private static final Pattern FIELD = Pattern.compile("(?m)^\\| `warmcache\\.([a-z_]+)` \\| ([^|]+) \\|$");

	private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

	/**
	 * Classes whose lines are about configuration at the start, and say no fact that a
	 * field could hold.
	 */
	private static final Set<String> PLAIN = Set.of("CacheManagerReport", "ReadinessGroupPostProcessor",
			"RedisTierConnections");

	@Test
	void thePageHasTheEventsOfTheCode() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		rows().forEach((row) -> documented.put(row.group(1), row.group(2) + " " + fields(row.group(4))));
		Map<String, String> logged = new TreeMap<>();
		LoggedEvents.ofMainCode()
			.events()
			.forEach((id, event) -> logged.put(id, String.join(", ", event.levels()) + " " + event.fields()));
		assertThat(documented).as("Rows of docs/logs.md, beside what the code logs").isEqualTo(logged);
	}

	@Test
	void anEventIsOneRowAndIsLoggedInOnePlace() throws Exception {
		assertThat(rows()).extracting((row) -> row.group(1)).doesNotHaveDuplicates();
		Map<String, Logged> events = LoggedEvents.ofMainCode().events();
		assertThat(events).containsOnlyKeys(Arrays.stream(LogEvent.values()).map(LogEvent::id).toList());
		assertThat(events).allSatisfy((id, event) -> assertThat(event.methods()).as(id).hasSize(1));
	}

	@Test
	void thePageHasTheFieldsOfTheCode() throws IOException {
		List<String> documented = new ArrayList<>();
		FIELD.matcher(Pages.read("docs/logs.md")).results().forEach((row) -> documented.add(row.group(1)));
		assertThat(documented).containsExactly(Arrays.stream(LogField.values())
			.map((field) -> field.text().substring(LogField.PREFIX.length()))
			.toArray(String[]::new));
	}

	@Test
	void eachFieldIsLogged() throws Exception {
		Set<String> logged = new TreeSet<>(Set.of("event"));
		LoggedEvents.ofMainCode().events().values().forEach((event) -> logged.addAll(event.fields()));
		assertThat(Arrays.stream(LogField.values()).map(LogField::text))
			.allMatch((field) -> logged.contains(field.substring(LogField.PREFIX.length())));
	}

	@Test
	void onlyLinesAboutConfigurationAreNoEvents() throws IOException, URISyntaxException {
		assertThat(LoggedEvents.ofMainCode().plain()).isEqualTo(new TreeSet<>(PLAIN));
	}

	@Test
	void findsWhatIsLogged() throws IOException {
		LoggedEvents found = LoggedEvents.of(Planted.class);
		assertThat(found.events()).hasSize(3);
		assertThat(found.events().get("rewarm_failed")).satisfies((event) -> {
			assertThat(event.levels()).containsExactly("ERROR", "WARN");
			assertThat(event.fields()).containsExactly("cache", "cause", "entries");
			assertThat(event.methods()).hasSize(2);
		});
		assertThat(found.events().get("warmup_done")).satisfies((event) -> {
			assertThat(event.levels()).containsExactly("INFO");
			assertThat(event.fields()).containsExactly("count", "ratio");
		});
		assertThat(found.events().get("redis_well")).isEqualTo(
				new Logged(Set.of("INFO"), Set.of("count", "ratio"), found.events().get("warmup_done").methods()));
		assertThat(found.plain()).containsExactly("LogsPageTests$Planted");
	}

	private static List<MatchResult> rows() throws IOException {
		List<MatchResult> rows = ROW.matcher(Pages.read("docs/logs.md")).results().toList();
		assertThat(rows).isNotEmpty();
		return rows;
	}

	private static Set<String> fields(String cell) {
		Set<String> fields = new TreeSet<>();
		CODE.matcher(cell).results().forEach((field) -> fields.add(field.group(1)));
		return fields;
	}

	/**
	 * Logs one event twice, two events at once, and a line that is none.
	 */
	static class Planted {

		private static final EventLog logger = EventLog.of(Planted.class);

		private static final Log plain = LogFactory.getLog(Planted.class);

		void first(Exception failure) {
			logger.warn(LogEvent.REWARM_FAILED).cache("a").cause(failure).log("Failed");
			plain.warn("Failed");
		}

		void second() {
			tell(LogEvent.REWARM_FAILED);
		}

		private void tell(LogEvent event) {
			logger.error(event).with(LogField.ENTRIES, 1).log("Failed");
		}

		void both(boolean done) {
			logger.info(done ? LogEvent.WARMUP_DONE : LogEvent.REDIS_WELL)
				.with(LogField.COUNT, 1)
				.with(LogField.RATIO, 0.5)
				.log("Both");
		}

	}

}
