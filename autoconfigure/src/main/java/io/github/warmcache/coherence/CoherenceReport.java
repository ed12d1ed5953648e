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

package io.github.warmcache.coherence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Coherence of a pod at one moment.
 *
 * @param state the state
 * @param since the time of the last change of the state
 * @param reason why the pod is not coherent, in one sentence without keys and values, or
 * {@code null} if the state is not {@link CoherenceState#DEGRADED}
 */
public record CoherenceReport(CoherenceState state, Instant since, @Nullable String reason) {

}
