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

import java.util.Locale;

import io.github.warmcache.tier.FinishedLoad;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the log says of the part that this pod has in loading one cache. Other pods have
 * no names there.
 */
final class FleetLog {

	private static final Log logger = LogFactory.getLog(CacheWarmup.class);

	private final String cacheName;

	private boolean followed;

	FleetLog(String cacheName) {
		this.cacheName = cacheName;
	}

	void leads(long inherited) {
		logger.info("This pod loads cache '%s' for all pods%s".formatted(this.cacheName,
				(inherited > 0) ? ", after %s entries of another one".formatted(number(inherited)) : ""));
	}

	void follows() {
		if (!this.followed) {
			this.followed = true;
			logger.info("Another pod loads cache '%s', and this one copies it".formatted(this.cacheName));
		}
	}

	void lost() {
		logger.warn("Another pod may load cache '%s' now: this one was silent for too long, or lost the shared tier"
			.formatted(this.cacheName));
	}

	void alone() {
		logger.warn("Pods cannot agree on who loads cache '%s', for the shared tier does not answer: this one does"
			.formatted(this.cacheName));
	}

	void tooLittle(FinishedLoad load, long copied) {
		logger.info("The shared tier has %s of the %s entries that a pod loaded of cache '%s'".formatted(number(copied),
				number(load.entries()), this.cacheName));
	}

	void notCounted(Exception problem) {
		logger.debug("How many entries cache '%s' is to have is unknown".formatted(this.cacheName), problem);
	}

	void failed(Exception problem) {
		logger.debug("Why the shared tier of cache '%s' was not copied".formatted(this.cacheName), problem);
	}

	static String number(long value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

}
