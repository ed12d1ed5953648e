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

package io.github.warmcache.autoconfigure.redis;

import java.time.Duration;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.redis.RedisTierConnections;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Connector that opens the connection to Redis before the first request, if any cache
 * uses Redis. If Redis does not answer, the start goes on.
 */
final class RedisConnector implements SmartInitializingSingleton {

	private static final EventLog logger = EventLog.of(RedisConnector.class);

	/**
	 * Time to wait for the first connection, which takes longer than later ones because
	 * classes are loaded for it.
	 */
	private static final Duration WAIT = Duration.ofSeconds(2);

	private final ConfigurableListableBeanFactory beanFactory;

	RedisConnector(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beanFactory.getBeanNamesForType(RedisTierConnections.class, true, false)) {
			// The caches exist by now, so connections that do not exist are not needed.
			if (this.beanFactory.containsSingleton(name)) {
				connect(this.beanFactory.getBean(name, RedisTierConnections.class));
			}
		}
	}

	private static void connect(RedisTierConnections connections) {
		if (!connections.connect(WAIT)) {
			// If it lasts, whatever needs Redis says so.
			logger.info(LogEvent.REDIS_NOT_YET_AVAILABLE)
				.with(LogField.TIER, "shared")
				.with(LogField.LIMIT_MS, WAIT.toMillis())
				.log("Redis does not answer yet; the start goes on without it until it does");
		}
	}

}
