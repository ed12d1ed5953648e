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

package io.github.warmcache.event.publish;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.warmcache.answers.AnswerStatus;
import io.github.warmcache.event.AnswersChanged;
import io.github.warmcache.event.CacheStateEvent;

/**
 * Changes of what reads of caches get.
 */
public final class AnswersChanges implements StateChanges {

	private final Supplier<Map<String, AnswerStatus>> exceeded;

	private final Function<String, AnswerStatus> status;

	private final Troubles troubles = new Troubles();

	/**
	 * Create an observer of the answers.
	 * @param exceeded returns the caches whose share is above its limit at the moment
	 * @param status returns the status of any cache
	 */
	public AnswersChanges(Supplier<Map<String, AnswerStatus>> exceeded, Function<String, AnswerStatus> status) {
		this.exceeded = exceeded;
		this.status = status;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		this.troubles.compare(this.exceeded.get(),
				(name, status) -> events
					.accept(new AnswersChanged(name, false, Objects.requireNonNullElse(status.exceededSince(), now),
							"%.0f %% of the latest answers were absent or empty, and the limit is %.0f %%"
								.formatted(100 * status.share(), 100 * status.limit()))),
				(name) -> events.accept(new AnswersChanged(name, true, now, end(this.status.apply(name)))));
	}

	private static String end(AnswerStatus status) {
		return Double.isNaN(status.share()) ? "There are too few reads to tell whether answers are still missing"
				: "No more answers are absent or empty than usual";
	}

}
