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

package io.github.warmcache.autoconfigure.rehearsal;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.run.WarmupExecution;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration of requests to the application's own endpoints before it is ready,
 * if the properties have any.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration")
@ConditionalOnWebApplication
@ConditionalOnBean(WarmupExecution.class)
@Conditional(WarmcacheRehearsalAutoConfiguration.RequestsCondition.class)
public final class WarmcacheRehearsalAutoConfiguration {

	// Rehearsal beans of the application come first, because they may prepare what the
	// requests need.
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	RequestRehearsal warmcacheRequestRehearsal(WarmcacheProperties properties, TieredCacheManager caches,
			Environment environment) {
		return new RequestRehearsal(properties.warmup().rehearsal(), caches, new OwnAddress(environment));
	}

	static class RequestsCondition extends SpringBootCondition {

		private static final String PROPERTY = "warmcache.warmup.rehearsal.requests";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean written = Binder.get(context.getEnvironment())
				.bind(PROPERTY, Bindable.listOf(WarmcacheProperties.RehearsalRequest.class))
				.map((requests) -> !requests.isEmpty())
				.orElse(false);
			ConditionMessage.Builder message = ConditionMessage.forCondition("Rehearsal");
			return written ? ConditionOutcome.match(message.because("there are requests"))
					: ConditionOutcome.noMatch(message.because("there are no requests"));
		}

	}

}
