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
 * What happens to the pods.
 */
enum Scenario {

	/** Each of three pods is replaced, one after the other. */
	ROLLING("rolling restart of 3 pods"),

	/** One pod is killed, and its container started again. */
	CRASH("crash of 1 of 3 pods"),

	/** Three pods become six at once. */
	SCALE_OUT("scale-out from 3 pods to 6");

	private final String title;

	Scenario(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(Scenario::id).toList();
	}

}
