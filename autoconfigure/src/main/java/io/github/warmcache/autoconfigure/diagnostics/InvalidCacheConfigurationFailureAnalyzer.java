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

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Failure analyzer that reports the property or the methods that failed the start.
 */
class InvalidCacheConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCacheConfigurationException> {

	private final WrittenProperties written;

	InvalidCacheConfigurationFailureAnalyzer(Environment environment) {
		this.written = new WrittenProperties(environment);
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCacheConfigurationException cause) {
		return new FailureAnalysis(describe(cause.getProperty(), cause.getProblem()), cause.getRemedy() + ".", cause);
	}

	private String describe(@Nullable String property, String problem) {
		return (property != null) ? this.written.describe(property, problem) : problem + ".";
	}

}
