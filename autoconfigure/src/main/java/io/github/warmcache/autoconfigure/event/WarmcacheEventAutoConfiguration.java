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

package io.github.warmcache.autoconfigure.event;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.audit.DriftAudit;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.event.publish.AnswersChanges;
import io.github.warmcache.event.publish.AuditChanges;
import io.github.warmcache.event.publish.CoherenceChanges;
import io.github.warmcache.event.publish.EventPublisher;
import io.github.warmcache.event.publish.RedisChanges;
import io.github.warmcache.event.publish.RewarmChanges;
import io.github.warmcache.event.publish.SourceBreakerChanges;
import io.github.warmcache.event.publish.StateChanges;
import io.github.warmcache.event.publish.WarmupChanges;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.warmup.WarmupState;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the events about the state of caches, which listeners of the
 * application receive.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration",
		"io.github.warmcache.autoconfigure.audit.WarmcacheAuditAutoConfiguration",
		"io.github.warmcache.autoconfigure.redis.WarmcacheCoherenceAutoConfiguration",
		"io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration",
		"io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration" })
@ConditionalOnBean({ TieredCacheManager.class, ConfiguredCaches.class })
public final class WarmcacheEventAutoConfiguration {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean
	EventPublisher warmcacheEventPublisher(ObjectProvider<StateChanges> states, ApplicationContext context,
			@Qualifier("warmcacheTimeouts") ScheduledExecutorService timeouts) {
		return new EventPublisher(states.orderedStream().toList(), context, INTERVAL, InstantSource.system(), PATIENCE,
				timeouts);
	}

	@Bean
	@ConditionalOnBean(WarmupState.class)
	WarmupChanges warmcacheWarmupChanges(WarmupState state) {
		return new WarmupChanges(state);
	}

	@Bean
	@ConditionalOnBean(WarmupState.class)
	RewarmChanges warmcacheRewarmChanges(WarmupState state) {
		return new RewarmChanges(state);
	}

	@Bean
	@ConditionalOnBean(Coherence.class)
	CoherenceChanges warmcacheCoherenceChanges(Coherence coherence) {
		return new CoherenceChanges(coherence::report);
	}

	@Bean
	@ConditionalOnBean(RedisWatch.class)
	RedisChanges warmcacheRedisChanges(RedisWatch watch) {
		return new RedisChanges(watch::current);
	}

	@Bean
	SourceBreakerChanges warmcacheSourceBreakerChanges(TieredCacheManager caches) {
		return new SourceBreakerChanges(caches);
	}

	@Bean
	@ConditionalOnBean(AnswerWatch.class)
	AnswersChanges warmcacheAnswersChanges(AnswerWatch watch) {
		return new AnswersChanges(watch::exceeded, watch::status);
	}

	@Bean
	@ConditionalOnBean(DriftAudit.class)
	AuditChanges warmcacheAuditChanges(DriftAudit audit) {
		return new AuditChanges(audit::reports);
	}

}
