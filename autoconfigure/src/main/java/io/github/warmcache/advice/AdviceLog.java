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

package io.github.warmcache.advice;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.warmcache.advice.Advice.Severity;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.log.LogLine;
import org.jspecify.annotations.Nullable;

/**
 * Log of the advice: one message for all that is new. What went away and came back is new
 * again. Not thread-safe.
 */
final class AdviceLog {

	private static final EventLog logger = EventLog.of(ConfigurationAdvisor.class);

	private final Set<String> loggedElsewhere;

	private final Set<Subject> told = new HashSet<>();

	private boolean first = true;

	AdviceLog(Set<String> loggedElsewhere) {
		this.loggedElsewhere = Set.copyOf(loggedElsewhere);
	}

	/**
	 * Log what is new.
	 * @param current all advice of the moment
	 */
	void log(List<Advice> current) {
		this.told.retainAll(current.stream().map(Subject::of).collect(Collectors.toSet()));
		List<Advice> news = current.stream()
			.filter((advice) -> !this.loggedElsewhere.contains(advice.id()))
			.filter((advice) -> !this.told.contains(Subject.of(advice)))
			.toList();
		news.forEach((advice) -> this.told.add(Subject.of(advice)));
		if (!news.isEmpty()) {
			boolean warns = news.stream().anyMatch((advice) -> advice.severity() == Severity.WARN);
			LogLine line = warns ? logger.warn(LogEvent.ADVICE_GIVEN) : logger.info(LogEvent.ADVICE_GIVEN);
			line.withAll(LogField.ADVICE, distinct(news.stream().map(Advice::id)))
				.withAll(LogField.CACHES, distinct(news.stream().map(Advice::cache).filter(Objects::nonNull)))
				.with(LogField.SEVERITY, warns ? Severity.WARN : Severity.INFO)
				.log(message(news));
		}
		this.first = false;
	}

	private static List<String> distinct(Stream<String> names) {
		return names.distinct().sorted().toList();
	}

	private String message(List<Advice> news) {
		StringBuilder text = new StringBuilder(this.first ? "Advice" : "New advice")
			.append(" on the configuration (warmcache.advice.ignore silences what is intended):");
		for (Advice advice : news) {
			text.append(String.format(Locale.ROOT, "%n- %s%s: %s. %s.", advice.id(), subject(advice.cache()),
					advice.cause(), advice.remedy()));
		}
		return text.toString();
	}

	private static String subject(@Nullable String cache) {
		return (cache != null) ? " of cache '" + cache + "'" : "";
	}

	/**
	 * What an advice is about. Its figures may change.
	 */
	private record Subject(String id, @Nullable String cache) {

		static Subject of(Advice advice) {
			return new Subject(advice.id(), advice.cache());
		}

	}

}
