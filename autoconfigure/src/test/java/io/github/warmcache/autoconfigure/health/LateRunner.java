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

package io.github.warmcache.autoconfigure.health;

import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Runner of an application, which notes what it finds.
 */
final class LateRunner implements ApplicationRunner {

	private final WarmupState state;

	private volatile @Nullable WarmupStatus seen;

	LateRunner(WarmupState state) {
		this.state = state;
	}

	@Override
	public void run(ApplicationArguments args) {
		this.seen = this.state.status();
	}

	boolean hasRun() {
		return this.seen != null;
	}

	@Nullable WarmupStatus seen() {
		return this.seen;
	}

}
