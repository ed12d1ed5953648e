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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the log says of filling a cache again.
 */
final class RewarmLog {

	private static final Log logger = LogFactory.getLog(Rewarm.class);

	private final String cacheName;

	RewarmLog(String cacheName) {
		this.cacheName = cacheName;
	}

	void lost() {
		logger.info("Much of cache '%s' was dropped within seconds: it is going to be warmed again"
			.formatted(this.cacheName));
	}

	void outdated() {
		logger.info("Cache '%s' was loaded by another pod: it is going to be warmed again".formatted(this.cacheName));
	}

	void begins(String why) {
		logger.info("Warming cache '%s' again, %s".formatted(this.cacheName, why));
	}

	void failed(String error) {
		logger.warn("Cache '%s' was not warmed again: %s".formatted(this.cacheName, error));
	}

}
