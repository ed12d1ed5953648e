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

package io.github.warmcache.tier.redis;

import java.time.Duration;

import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import org.jspecify.annotations.Nullable;

/**
 * Loads of a cache whose values are not shared. Each pod loads for itself, within the
 * rate that all pods share.
 */
final class LoneLoads implements FleetLoads {

	private final FleetLoads shared;

	LoneLoads(FleetLoads shared) {
		this.shared = shared;
	}

	@Override
	public @Nullable FinishedLoad lastFinished() {
		return null;
	}

	@Override
	public Duration reserve(int entries, double perSecond) {
		return this.shared.reserve(entries, perSecond);
	}

}
