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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Filter of the meters of observations. It denies those that say what other meters say
 * already: operations in flight, and the warm-up of each cache. In the others, the tag
 * {@code error} names the exception instead of the class that hides its message.
 */
public final class ObservationMeterFilter implements MeterFilter {

	private static final Set<String> ACTIVE = Set.of("warmcache.loads.active", "warmcache.change.active",
			"warmcache.warmup.active", "warmcache.rewarm.active", "warmcache.read.active");

	private static final Set<String> TIMED = Set.of("warmcache.read", "warmcache.loads", "warmcache.change",
			"warmcache.rewarm");

	private static final String ERROR = "error";

	@Override
	public Meter.Id map(Meter.Id id) {
		String exception = TIMED.contains(id.getName()) ? id.getTag(CacheObservationConvention.EXCEPTION) : null;
		if (exception == null) {
			return id;
		}
		List<Tag> tags = new ArrayList<>(id.getTags());
		tags.removeIf((tag) -> tag.getKey().equals(CacheObservationConvention.EXCEPTION));
		tags.replaceAll((tag) -> tag.getKey().equals(ERROR) ? Tag.of(ERROR, exception) : tag);
		return id.replaceTags(tags);
	}

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		boolean told = (id.getType() == Meter.Type.LONG_TASK_TIMER) ? ACTIVE.contains(id.getName())
				: id.getName().equals("warmcache.warmup");
		return told ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
	}

}
