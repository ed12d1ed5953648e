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

package io.github.warmcache.autoconfigure.properties;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.warmup.DeadlinePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the caches, as the user wrote them.
 *
 * @param enabled Whether Warmcache manages the caches of the application.
 * @param namespace Namespace in Redis that all pods of this application, and no other
 * application, share. By default the value of 'spring.application.name'.
 * @param signingKeys Secrets of at least 32 bytes that all pods share. The first one
 * signs values in Redis and snapshots, and each one verifies them. By default nothing is
 * signed.
 * @param defaults Defaults for all caches.
 * @param caches Caches by name, or by a pattern of names in which '*' stands for any
 * characters. Write names with dots or other special characters in brackets, as in
 * "[my.cache]" or "[tenant-*]".
 * @param dynamicCaches Caches that are created at run time because the application asks
 * for a name that appears in neither the configuration nor an annotation.
 * @param shared Connection to the shared tier, Redis.
 * @param coherence Propagation of changes between pods.
 * @param redisWatch Watch of the Redis server for evictions and its memory.
 * @param warmup Filling of caches before traffic.
 * @param snapshots Files that keep the content of caches across a restart of the
 * container.
 * @param audit Comparison of samples of each cache with its source.
 * @param advice Advice on the configuration.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = "warmcache", ignoreUnknownFields = false)
public record WarmcacheProperties(@DefaultValue("true") boolean enabled, @Nullable String namespace,
		@Nullable List<String> signingKeys, @DefaultValue Defaults defaults,
		@DefaultValue Map<String, CacheProperties> caches, @DefaultValue DynamicCaches dynamicCaches,
		@DefaultValue Shared shared, @DefaultValue Coherence coherence, @DefaultValue RedisWatch redisWatch,
		@DefaultValue Warmup warmup, @DefaultValue Snapshots snapshots, @DefaultValue Audit audit,
		@DefaultValue Advice advice, @DefaultValue Observations observations) {

	public WarmcacheProperties {
		caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
	}

	/**
	 * Return a text without the signing keys, which must not be logged.
	 */
	@Override
	public String toString() {
		return "WarmcacheProperties[caches=" + this.caches.keySet() + "]";
	}

	/**
	 * Return the name that separates what this application keeps from what others keep in
	 * the same place.
	 * @param environment may name the application
	 * @return the name, or {@code null} if there is none
	 */
	public @Nullable String application(Environment environment) {
		String name = (this.namespace != null) ? this.namespace : environment.getProperty("spring.application.name");
		return StringUtils.hasText(name) ? name : null;
	}

	/**
	 * Defaults for all caches.
	 *
	 * @param timeToLive Maximum time that a value stays in the heap of a pod.
	 * @param timeToLiveJitter Largest share of the time to live, from 0 to below 1, by
	 * which the life of an entry is shortened at random. Entries that are loaded together
	 * then do not expire together.
	 * @param nullTimeToLive Maximum time that the absence of a value is remembered.
	 * @param maximumSize Maximum number of entries in a pod. Not together with a maximum
	 * weight.
	 * @param maximumWeight Maximum heap memory that a cache uses in a pod. Not together
	 * with a maximum size.
	 * @param loadTimeout Time after which a load times out.
	 * @param maxConcurrentLoads Maximum number of concurrent loads of one cache in a pod.
	 * @param staleIfError Maximum time after its expiry that a value is still served if
	 * its reload fails. By default expired values are not served.
	 * @param refreshAhead Share of its life, above 0 and below 1, after which a value is
	 * refreshed in the background when it is read. By default values are not refreshed
	 * ahead.
	 * @param circuitBreaker Circuit breaker around each source.
	 * @param shared Use of the shared tier, Redis.
	 */
	public record Defaults(@DefaultValue("10m") Duration timeToLive, @DefaultValue("0.15") double timeToLiveJitter,
			@DefaultValue("1m") Duration nullTimeToLive, @Nullable Long maximumSize, @Nullable DataSize maximumWeight,
			@DefaultValue("10s") Duration loadTimeout, @DefaultValue("64") int maxConcurrentLoads,
			@Nullable Duration staleIfError, @Nullable Double refreshAhead, @DefaultValue CircuitBreaker circuitBreaker,
			@DefaultValue SharedDefaults shared) {

	}

	/**
	 * Caches that are created at run time.
	 *
	 * @param maximum Maximum number of caches that a pod creates at run time. Beyond
	 * that, the least recently used one is removed.
	 */
	public record DynamicCaches(@DefaultValue("1000") int maximum) {

	}

	/**
	 * Circuit breaker around a dependency that may fail.
	 *
	 * @param enabled Whether a dependency that keeps failing is not called for a while.
	 * @param failureThreshold Number of failures that open the breaker, counted over
	 * twice as many recent calls.
	 * @param waitDuration Time that the breaker stays open before it lets calls through
	 * again.
	 */
	public record CircuitBreaker(@DefaultValue("true") boolean enabled, @DefaultValue("5") int failureThreshold,
			@DefaultValue("60s") Duration waitDuration) {

	}

	/**
	 * Propagation of changes between pods.
	 *
	 * @param enabled Whether this pod listens for the changes that other pods make.
	 * @param checkInterval Interval at which this pod checks that it missed no change.
	 * @param journalSize Maximum number of changes of a cache that a pod remembers while
	 * Redis does not take them. If there are more, the pod clears the cache in Redis once
	 * it can.
	 */
	public record Coherence(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration checkInterval,
			@DefaultValue("10000") int journalSize) {

	}

	/**
	 * Watch of the Redis server for evictions and its memory.
	 *
	 * @param enabled Whether one pod of the application watches the Redis server.
	 * @param interval Interval at which that pod looks and the other pods read its
	 * report. It must be the same for all pods.
	 */
	public record RedisWatch(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration interval) {

	}

	/**
	 * Comparison of samples of each cache with its source.
	 *
	 * @param interval Interval at which each pod compares its caches. By default it never
	 * does.
	 * @param sampleSize Number of entries of each cache that a pod compares, chosen at
	 * random, up to 1000.
	 */
	public record Audit(@Nullable Duration interval, @DefaultValue("100") int sampleSize) {

	}

	/**
	 * Advice on the configuration.
	 *
	 * @param ignore Ids of advice that is neither logged nor listed, because what it
	 * advises against is intended.
	 */
	public record Advice(@DefaultValue List<String> ignore) {

	}

	/**
	 * Observations by Micrometer.
	 *
	 * @param readShare Share of the calls of cached methods that are observed, hits
	 * included, from 0 to 1. Loads, changes and warm-ups are observed whatever it is.
	 */
	public record Observations(@DefaultValue("0") double readShare) {

	}

	/**
	 * Use of the shared tier by caches.
	 *
	 * @param enabled Whether caches use the shared tier.
	 * @param timeToLive Maximum time that a value stays in the shared tier.
	 */
	public record SharedDefaults(@DefaultValue("true") boolean enabled, @DefaultValue("1h") Duration timeToLive) {

	}

	/**
	 * Connection to the shared tier.
	 *
	 * @param enabled Whether Redis is used as the shared tier if the application has it.
	 * @param commandTimeout Time after which a call stops waiting for an answer from
	 * Redis.
	 * @param bulkTimeout Time after which a round trip of a warm-up times out.
	 * @param connectTimeout Time after which an attempt to connect times out.
	 * @param reconnectDelay Delay between two attempts to connect.
	 * @param leaseDuration Maximum time that a pod has a key to itself while it loads the
	 * value.
	 * @param maximumValueSize Maximum size of a value in Redis, as JSON. Larger values
	 * stay in the pod that loaded them.
	 * @param circuitBreaker Circuit breaker around Redis.
	 */
	public record Shared(@DefaultValue("true") boolean enabled, @DefaultValue("200ms") Duration commandTimeout,
			@DefaultValue("2s") Duration bulkTimeout, @DefaultValue("250ms") Duration connectTimeout,
			@DefaultValue("500ms") Duration reconnectDelay, @DefaultValue("10s") Duration leaseDuration,
			@DefaultValue("1MB") DataSize maximumValueSize, @DefaultValue CircuitBreaker circuitBreaker) {

	}

	/**
	 * Filling of caches before traffic.
	 *
	 * @param enabled Whether caches are filled before traffic.
	 * @param deadline Maximum time that a start waits for the required caches.
	 * @param onDeadline Reaction to required caches that are not filled at the deadline.
	 * @param parallelism Number of caches that are filled in parallel.
	 * @param mode Mode of the start while caches are filled: wait for them, or go on with
	 * an application that is not ready.
	 * @param progressInterval Interval at which the progress is logged.
	 * @param retry Retries of failed attempts.
	 * @param coordination Coordination of pods that start together.
	 * @param memoryWatermark Share of the old generation of the heap, above 0 and up to
	 * 1, that may be in use after a garbage collection. A warm-up that reaches it stops
	 * and keeps the entries that it has filled. 1 for no limit.
	 * @param badRows Share of the rows of a cache, from 0 to below 1, that may be
	 * unreadable, for example because of an unknown enum name. They are skipped, and the
	 * cache is degraded. 0 if all must be readable.
	 * @param probeSources Whether a start loads one key from the source of each required
	 * cache before the application is ready, even if the entries came from elsewhere.
	 * @param goodLoads Memory of how many entries the last good load of each cache had.
	 * @param hotKeys Exchange of the most-read keys between pods.
	 * @param rehearsal Requests that the application makes to itself before traffic.
	 */
	public record Warmup(@DefaultValue("true") boolean enabled, @DefaultValue("60s") Duration deadline,
			@DefaultValue("refuse-traffic") DeadlinePolicy onDeadline, @DefaultValue("2") int parallelism,
			@DefaultValue("blocking") Mode mode, @DefaultValue("5s") Duration progressInterval,
			@DefaultValue Retry retry, @DefaultValue Coordination coordination,
			@DefaultValue("0.85") double memoryWatermark, @DefaultValue("0.01") double badRows,
			@DefaultValue("true") boolean probeSources, @DefaultValue GoodLoads goodLoads,
			@DefaultValue HotKeys hotKeys, @DefaultValue Rehearsal rehearsal) {

	}

	/**
	 * Memory of the last good load of each cache, besides Redis and the running pods.
	 *
	 * @param table Name of a table in the database that remembers it, if there is one.
	 * @param dataSource Name of the DataSource bean of that table. By default the only or
	 * the primary one.
	 */
	public record GoodLoads(@Nullable String table, @Nullable String dataSource) {

	}

	/**
	 * Coordination of pods that start together and fill the shared tier.
	 *
	 * @param enabled Whether only one pod reads a source while the others copy from the
	 * shared tier.
	 * @param leaseDuration Time without a sign of life after which another pod takes over
	 * reading a source.
	 */
	public record Coordination(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration leaseDuration) {

	}

	/**
	 * Exchange of the most-read keys between pods.
	 *
	 * @param publishInterval Interval at which a pod publishes its most-read keys.
	 * @param halfLife Time after which published keys weigh half as much.
	 */
	public record HotKeys(@DefaultValue("1m") Duration publishInterval, @DefaultValue("1h") Duration halfLife) {

	}

	/**
	 * Rehearsal of the application after its caches are filled and before it is ready.
	 * Its first users then do not wait for classes and connections.
	 *
	 * @param requests Requests to the application's own endpoints.
	 * @param deadline Maximum duration of the whole rehearsal. After that, the
	 * application becomes ready nevertheless.
	 * @param parallelism Number of requests that are made in parallel.
	 */
	public record Rehearsal(@DefaultValue List<RehearsalRequest> requests, @DefaultValue("30s") Duration deadline,
			@DefaultValue("2") int parallelism) {

	}

	/**
	 * A request to one of the application's own endpoints.
	 *
	 * @param name Name of the request in logs. By default its path.
	 * @param path Path of the request with its query, such as '/cities/{key}'. Keys of
	 * the cache replace '{key}'.
	 * @param cache Name of the cache whose keys replace '{key}', the hottest first.
	 * @param method Method of the request: GET or HEAD.
	 * @param times Number of times that the request is made.
	 */
	public record RehearsalRequest(@Nullable String name, @Nullable String path, @Nullable String cache,
			@DefaultValue("GET") String method, @DefaultValue("100") int times) {

	}

	/**
	 * Files that keep the content of caches across a restart of the container.
	 *
	 * @param directory Directory of the files. It must outlive the container and belong
	 * to one pod alone. Without it there are no snapshots.
	 * @param interval Interval at which the files are written.
	 * @param maxAge Maximum age of a file that is read.
	 */
	public record Snapshots(@Nullable Path directory, @DefaultValue("5m") Duration interval,
			@DefaultValue("24h") Duration maxAge) {

	}

	/**
	 * Retries of failed attempts.
	 *
	 * @param initialDelay Maximum wait after the first failure.
	 * @param multiplier Factor by which each further wait is longer.
	 * @param maxDelay Maximum wait between two attempts.
	 * @param maxAttempts Number of attempts after which a start stops waiting for a
	 * cache. By default it waits until the deadline.
	 */
	public record Retry(@DefaultValue("500ms") Duration initialDelay, @DefaultValue("2") double multiplier,
			@DefaultValue("10s") Duration maxDelay, @Nullable Integer maxAttempts) {

	}

	/**
	 * Behavior of the start while caches are filled.
	 */
	public enum Mode {

		/**
		 * The start waits for the caches. The web server already listens, but the
		 * application is not ready, and its own runners run afterwards.
		 */
		BLOCKING,

		/**
		 * The start goes on. The application is not ready until its caches are filled.
		 */
		BACKGROUND

	}

}
