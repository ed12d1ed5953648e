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
import java.time.Instant;
import java.util.List;

import io.github.warmcache.audit.AuditReport;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * State of one cache in this pod. What belongs to the warm-up is {@code null} if the
 * cache is not warmed, and what belongs to the cache if no call has used it yet.
 *
 * @param state the state of its warm-up
 * @param required whether the application waits for the cache before it becomes ready
 * @param entries the number of entries in the latest attempt of the warm-up
 * @param expected the number of entries that make the cache complete, or {@code null} if
 * unknown
 * @param rate the number of entries per second in the latest attempt
 * @param elapsed the time that the warm-up takes or took
 * @param attempts the number of attempts that began
 * @param from the name of the warmer that is filling or has filled the cache, or
 * {@code null} before the first
 * @param lastError the last error of the warm-up, or {@code null}
 * @param waitingFor what the warm-up currently waits for, such as another pod that loads
 * the cache; {@code null} if for nothing
 * @param badRows the number of unreadable rows when the cache was last filled, which are
 * missing
 * @param repeatedKeys the number of rows that another row with the same key replaced
 * @param lastLoad the last good load by any pod that was known when this warm-up began,
 * or {@code null} if none was known
 * @param complete whether the pod knows which keys do not exist, or {@code null} if the
 * cache is not configured to know
 * @param rewarms later fills while the pod serves traffic, or {@code null} if the cache
 * is not filled again
 * @param local what the heap of this pod holds now
 * @param tiers how many reads each tier has answered since the start of this pod
 * @param answers what the reads returned since then
 * @param shared how the cache uses Redis, or {@code null} if it does not
 * @param source how the source answers, or {@code null} if the cache has none
 * @param audit the latest comparison with the source, or {@code null} if there was none
 * @param hottestKeys the keys that this pod has used most, or digests of them, or
 * {@code null} if they were not asked for
 * @since 0.1.0
 */
public record CacheDescriptor(@Nullable WarmupStatus state, @Nullable Boolean required, @Nullable Long entries,
		@Nullable Long expected, @Nullable Long rate, @Nullable Duration elapsed, @Nullable Integer attempts,
		@Nullable String from, @Nullable String lastError, @Nullable String waitingFor, @Nullable Long badRows,
		@Nullable Long repeatedKeys, @Nullable LoadDescriptor lastLoad, @Nullable Boolean complete,
		@Nullable RewarmReport rewarms, @Nullable LocalDescriptor local, @Nullable TiersDescriptor tiers,
		@Nullable AnswersDescriptor answers, @Nullable SharedDescriptor shared, @Nullable SourceDescriptor source,
		@Nullable AuditReport audit, @Nullable List<String> hottestKeys) implements OperationResponseBody {

	CacheDescriptor withHottestKeys(List<String> keys) {
		return new CacheDescriptor(this.state, this.required, this.entries, this.expected, this.rate, this.elapsed,
				this.attempts, this.from, this.lastError, this.waitingFor, this.badRows, this.repeatedKeys,
				this.lastLoad, this.complete, this.rewarms, this.local, this.tiers, this.answers, this.shared,
				this.source, this.audit, keys);
	}

	/**
	 * Load of a whole cache that brought as many entries as were to be expected.
	 *
	 * @param entries how many entries it brought
	 * @param finishedAt when it ended
	 * @param age how long ago that is
	 * @param from the name of the warmer that brought them
	 */
	public record LoadDescriptor(long entries, Instant finishedAt, Duration age, String from) {
	}

	/**
	 * Content of the heap of this pod.
	 *
	 * @param entries the number of entries, about
	 * @param maximumSize the maximum number of entries, or {@code null} if the weight is
	 * bounded
	 * @param maximumWeight the maximum number of bytes, or {@code null} if the number of
	 * entries is bounded
	 * @param weight the number of bytes, about, or {@code null} if the number of entries
	 * is bounded
	 * @param timeToLive how long an entry lives at most
	 * @param evictions how many entries were removed because of the bound
	 */
	public record LocalDescriptor(long entries, @Nullable Long maximumSize, @Nullable Long maximumWeight,
			@Nullable Long weight, Duration timeToLive, long evictions) {
	}

	/**
	 * Number of reads that each tier has answered.
	 *
	 * @param local the heap
	 * @param shared Redis
	 * @param source the source
	 * @param method the method
	 */
	public record TiersDescriptor(long local, long shared, long source, long method) {
	}

	/**
	 * Number of reads by what they returned.
	 *
	 * @param value a value
	 * @param absent nothing, because the key does not exist
	 * @param empty a value that says that there is nothing
	 * @param stale a value whose time to live was over
	 * @param share the share of absent and empty answers among the latest, or
	 * {@code null} if there are too few
	 * @param limit the share above which it is unusual, or {@code null} if unknown
	 * @param exceededSince since when it is, or {@code null} if it is not
	 */
	public record AnswersDescriptor(long value, long absent, long empty, long stale, @Nullable Double share,
			@Nullable Double limit, @Nullable Instant exceededSince) {
	}

	/**
	 * Use of Redis.
	 *
	 * @param timeToLive how long Redis keeps a value at most
	 * @param values whether Redis has the values, or only the changes of the cache
	 */
	public record SharedDescriptor(@Nullable Duration timeToLive, boolean values) {
	}

	/**
	 * Answers of the source to reads. The warm-up is not among them.
	 *
	 * @param breaker the state of its circuit breaker
	 * @param loads how many keys it has answered, also that they do not exist
	 * @param failures how many calls failed
	 * @param lastError the class of the latest failure, or {@code null} if there was none
	 * @param lastFailure when that was, or {@code null}
	 */
	public record SourceDescriptor(BreakerState breaker, long loads, long failures, @Nullable String lastError,
			@Nullable Instant lastFailure) {
	}

}
