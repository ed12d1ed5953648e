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

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.warmcache.operation.KeyInspection;
import io.github.warmcache.operation.KeyInspection.Finding;
import io.github.warmcache.operation.KeyInspection.SourceFinding;
import io.github.warmcache.operation.KeyInspection.State;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueOrigin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What each tier has for one key.
 *
 * @param cache the name of the cache
 * @param digest the digest of the key that was looked up, as the log and the list of the
 * hottest keys have it
 * @param key that key as text, or {@code null} if keys are hidden
 * @param local what the heap of this pod holds
 * @param shared what Redis holds
 * @param source what the sources return to a read, which takes the first value that one
 * of them has
 * @param sources what each source returns, in the order in which reads ask them, or
 * {@code null} if there are fewer than two
 * @param equal whether they are equal
 * @since 0.1.0
 */
public record KeyDescriptor(String cache, String digest, @Nullable String key, FindingDescriptor local,
		FindingDescriptor shared, FindingDescriptor source, @Nullable List<SourceDescriptor> sources,
		EqualDescriptor equal) implements OperationResponseBody {

	static KeyDescriptor of(String cache, NamedKey key, KeyInspection found, Function<Object, String> values) {
		return new KeyDescriptor(cache, key.digest(), key.text(), FindingDescriptor.of(found.local(), values),
				FindingDescriptor.of(found.shared(), values), FindingDescriptor.of(found.source(), values),
				(found.sources().size() > 1)
						? found.sources().stream().map((source) -> SourceDescriptor.of(source, values)).toList() : null,
				new EqualDescriptor(found.localEqualsShared(), found.localEqualsSource(), found.sharedEqualsSource()));
	}

	/**
	 * What one tier has.
	 *
	 * @param state whether it has a value
	 * @param type the class of the value, or {@code null} if it has none
	 * @param value the value, or asterisks in place of it; {@code null} if it has none
	 * @param origin where the value was made, or {@code null} if it has none
	 * @param age how long ago it was made, or {@code null} if unknown
	 * @param remaining how long it holds the value from now on, or {@code null} if it
	 * does not say
	 * @param took how long it took to answer, or {@code null} for the heap
	 * @param problem why it did not answer, or {@code null} if it did
	 */
	public record FindingDescriptor(State state, @Nullable String type, @Nullable String value,
			@Nullable ValueOrigin origin, @Nullable Duration age, @Nullable Duration remaining, @Nullable Duration took,
			@Nullable String problem) {

		private static FindingDescriptor of(Finding finding, Function<Object, String> values) {
			Object value = finding.value();
			Provenance made = finding.provenance();
			return new FindingDescriptor(finding.state(), (value != null) ? value.getClass().getName() : null,
					(value != null) ? values.apply(value) : null, (made != null) ? made.origin() : null,
					(made != null) ? made.age() : null, finding.remaining(), finding.took(), finding.problem());
		}

	}

	/**
	 * What one of several sources returns.
	 *
	 * @param kind the kind of the source as properties name it, or its class
	 * @param ofReads whether this is the source whose answer a read takes, or waits for
	 * @param finding what it returns
	 */
	public record SourceDescriptor(String kind, boolean ofReads, FindingDescriptor finding) {

		private static SourceDescriptor of(SourceFinding source, Function<Object, String> values) {
			return new SourceDescriptor(source.kind(), source.ofReads(),
					FindingDescriptor.of(source.finding(), values));
		}

	}

	/**
	 * Whether two tiers have the same, each {@code null} if that cannot be told.
	 *
	 * @param localShared whether the heap and Redis have
	 * @param localSource whether the heap and the source have
	 * @param sharedSource whether Redis and the source have
	 */
	public record EqualDescriptor(@Nullable Boolean localShared, @Nullable Boolean localSource,
			@Nullable Boolean sharedSource) {
	}

}
