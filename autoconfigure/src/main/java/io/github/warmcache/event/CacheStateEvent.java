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

package io.github.warmcache.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Event that tells that the state of a cache, or of what this pod's caches depend on, has
 * changed. Published to the application context of the caches, about a second after the
 * change: methods with {@link org.springframework.context.event.EventListener} receive
 * it. Listeners run one after the other on a thread of their own. A state that ended
 * before it was noticed is not told.
 * <p>
 * Later versions may add more kinds of events. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface CacheStateEvent permits WarmupChanged, RewarmChanged, CoherenceChanged, RedisChanged,
		SourceBreakerChanged, AnswersChanged, AuditChanged {

	/**
	 * Return the name of the cache whose state changed.
	 * @return the name, or {@code null} if the event is about the whole pod
	 */
	@Nullable String cacheName();

	/**
	 * Return whether all is well now, in the respect that the event is about.
	 * @return {@code false} if somebody may have to act, {@code true} if that is over
	 */
	boolean well();

	/**
	 * Return since when the new state lasts.
	 * @return the time, by the clock of this pod; when the change was noticed, if nobody
	 * knows when it happened
	 */
	Instant since();

	/**
	 * Return why the state is as it is.
	 * @return one sentence for people, without keys, values and secrets, whose words may
	 * change in any version
	 */
	String reason();

}
