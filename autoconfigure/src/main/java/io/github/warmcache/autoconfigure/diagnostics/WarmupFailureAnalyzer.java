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

package io.github.warmcache.autoconfigure.diagnostics;

import io.github.warmcache.warmup.WarmupFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer that says what to do if a start failed because its caches were not
 * filled.
 */
class WarmupFailureAnalyzer extends AbstractFailureAnalyzer<WarmupFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WarmupFailedException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"See the log for the cause. Raise 'warmcache.warmup.deadline' to give the caches more time, set "
						+ "'warmup.required' of a cache to false to start without it, or set "
						+ "'warmcache.warmup.on-deadline' to let the application start without any.",
				cause);
	}

}
