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

package io.github.warmcache.sample.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a fleet has to stand.
 */
enum FleetScenario {

	/** Six pods start together on an empty Redis. */
	TOGETHER,

	/** The pod that loads is killed half-way. */
	LEADER,

	/** A pod is told to end while it warms. */
	SIGTERM,

	/** The heap holds a quarter of the cities. */
	HEAP,

	/** A container is started again beside its snapshot. */
	SNAPSHOT;

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(FleetScenario::id).toList();
	}

}
