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

package io.github.warmcache.endpoint;

import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.warmup.WarmupState;
import org.jspecify.annotations.Nullable;

/**
 * Parts of this pod whose state the endpoint shows. Those that are switched off are
 * {@code null}.
 *
 * @param caches the caches
 * @param warmup the state of the warm-up
 * @param answers the watch over absent and empty answers
 * @param audit the comparison with the sources
 * @param coherence the coherence between pods
 * @param redis the watch of the Redis server
 * @param advisor the collector of advice on the configuration
 * @since 0.1.0
 */
public record PodParts(TieredCacheManager caches, @Nullable WarmupState warmup, @Nullable AnswerWatch answers,
		@Nullable DriftAudit audit, @Nullable Coherence coherence, @Nullable RedisWatch redis,
		@Nullable ConfigurationAdvisor advisor) {
}
