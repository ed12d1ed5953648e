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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.util.Assert;

/**
 * Rehearsals to run before an application is ready.
 *
 * @param rehearsals supplies the rehearsals in order; called once, when the warm-up
 * begins
 * @param deadline maximum time of all rehearsals together, positive
 * @since 0.1.0
 */
public record RehearsalSettings(Supplier<List<Rehearsal>> rehearsals, Duration deadline) {

	/**
	 * Settings without rehearsals.
	 */
	public static final RehearsalSettings NONE = new RehearsalSettings(List::of, Duration.ofSeconds(1));

	public RehearsalSettings {
		Assert.isTrue(deadline.compareTo(Duration.ZERO) > 0, "deadline must be positive");
	}

}
