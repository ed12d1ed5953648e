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

package io.github.warmcache.endpoint;

import io.github.warmcache.operation.OperationReport;
import io.github.warmcache.operation.OperationReport.Operation;
import io.github.warmcache.operation.OperationReport.Outcome;
import io.github.warmcache.operation.OperationReport.Reach;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What became of an operation.
 *
 * @param operation what was asked for
 * @param cache the name of the cache
 * @param digest the digest of the key, as the log and the list of the hottest keys have
 * it, or {@code null} if the whole cache was meant
 * @param key the key as text, or {@code null} if there is none or keys are hidden
 * @param dryRun whether it was only asked what would happen
 * @param entries the number of entries of this pod's heap that it concerns
 * @param outcome what became of it
 * @param reach which pods the removal of entries reached, or would reach; {@code null} if
 * nothing was to be removed
 * @since 0.1.0
 */
public record OperationDescriptor(Operation operation, String cache, @Nullable String digest, @Nullable String key,
		boolean dryRun, long entries, Outcome outcome, @Nullable Reach reach) implements OperationResponseBody {

	static OperationDescriptor of(OperationReport report, @Nullable NamedKey key) {
		return new OperationDescriptor(report.operation(), report.cache(), (key != null) ? key.digest() : null,
				(key != null) ? key.text() : null, report.dryRun(), report.entries(), report.outcome(), report.reach());
	}

}
