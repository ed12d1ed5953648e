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
import org.springframework.util.unit.DataSize;

/**
 * Properties of the caches, as the user wrote them.
 *
 * @param enabled Whether caches are kept in the tiers of Warmcache.
 * @param namespace Name under which all pods of this application, and no other, share
 * values. By default the value of 'spring.application.name'.
 * @param defaults What caches are that do not say otherwise.
 * @param caches Caches by name, or by a pattern of names with '*' for any characters.
 * Write names with dots or other special characters in brackets, as in "[my.cache]" or
 * "[tenant-*]".
 * @param dynamicCaches Caches that are made while the application runs, because somebody
 * asks for a name that neither the configuration nor an annotation tells.
 * @param shared How the tier that all pods share is reached.
 * @param coherence How pods hear of each other's changes.
 * @param warmup How caches are filled before traffic.
 * @param snapshots Files that keep caches over a restart of the container.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = "warmcache", ignoreUnknownFields = false)
public record WarmcacheProperties(@DefaultValue("true") boolean enabled, @Nullable String namespace,
		@DefaultValue Defaults defaults, @DefaultValue Map<String, CacheProperties> caches,
		@DefaultValue DynamicCaches dynamicCaches, @DefaultValue Shared shared, @DefaultValue Coherence coherence,
		@DefaultValue Warmup warmup, @DefaultValue Snapshots snapshots) {

	public WarmcacheProperties {
		caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
	}

	/**
	 * What caches are that do not say otherwise.
	 *
	 * @param timeToLive How long a value lives at most in the heap of a pod.
	 * @param timeToLiveJitter Share of the time to live, from 0 to below 1, by which the
	 * life of an entry is shortened at random, so that entries loaded together do not
	 * expire together.
	 * @param nullTimeToLive How long it is remembered at most that there is no value.
	 * @param maximumSize How many entries a pod keeps at most. Not together with a
	 * maximum weight.
	 * @param maximumWeight How much of its heap a pod gives to a cache at most. Not
	 * together with a maximum size.
	 * @param loadTimeout How long a load takes at most.
	 * @param maxConcurrentLoads How many loads of one cache are under way in a pod at
	 * most.
	 * @param staleIfError How long after its expiry a value is served at most if it
	 * cannot be loaded anew. By default not at all.
	 * @param refreshAhead Share of its life, above 0 and below 1, after which a value
	 * that is read is loaded anew in the background. By default not at all.
	 * @param circuitBreaker When a source is no longer asked because it fails.
	 * @param shared How caches use the tier that all pods share.
	 */
	public record Defaults(@DefaultValue("10m") Duration timeToLive, @DefaultValue("0.15") double timeToLiveJitter,
			@DefaultValue("1m") Duration nullTimeToLive, @Nullable Long maximumSize, @Nullable DataSize maximumWeight,
			@DefaultValue("10s") Duration loadTimeout, @DefaultValue("64") int maxConcurrentLoads,
			@Nullable Duration staleIfError, @Nullable Double refreshAhead, @DefaultValue CircuitBreaker circuitBreaker,
			@DefaultValue SharedDefaults shared) {

	}

	/**
	 * Caches that are made while the application runs.
	 *
	 * @param maximum How many of them a pod keeps at most. Beyond that, the one that was
	 * used least recently is removed.
	 */
	public record DynamicCaches(@DefaultValue("1000") int maximum) {

	}

	/**
	 * When something is no longer asked because it fails.
	 *
	 * @param enabled Whether what fails again and again is left alone for a while.
	 * @param failureThreshold How many failures among twice as many calls are too many.
	 * @param waitDuration How long it is left alone.
	 */
	public record CircuitBreaker(@DefaultValue("true") boolean enabled, @DefaultValue("5") int failureThreshold,
			@DefaultValue("60s") Duration waitDuration) {

	}

	/**
	 * How pods hear of each other's changes.
	 *
	 * @param enabled Whether this pod listens for the changes that other pods make.
	 * @param checkInterval How often this pod checks that it missed none.
	 * @param journalSize How many changes of a cache are remembered at most while the
	 * server cannot be told. More make the pod clear the cache on the server.
	 */
	public record Coherence(@DefaultValue("true") boolean enabled, @DefaultValue("1s") Duration checkInterval,
			@DefaultValue("10000") int journalSize) {

	}

	/**
	 * How caches use the tier that all pods share.
	 *
	 * @param enabled Whether caches use the shared tier.
	 * @param timeToLive How long a value lives at most in the shared tier.
	 */
	public record SharedDefaults(@DefaultValue("true") boolean enabled, @DefaultValue("1h") Duration timeToLive) {

	}

	/**
	 * How the tier that all pods share is reached.
	 *
	 * @param enabled Whether there is a shared tier, if the application has Redis.
	 * @param commandTimeout How long a call waits at most for the server to answer.
	 * @param bulkTimeout How long one round trip of a warm-up takes at most.
	 * @param connectTimeout How long an attempt to connect takes at most.
	 * @param reconnectDelay How long to wait between two attempts to connect.
	 * @param leaseDuration How long a pod has a key to itself at most while it loads the
	 * value.
	 * @param maximumValueSize Largest value that is written, in its JSON form. Larger
	 * ones stay in the pod that loaded them.
	 * @param circuitBreaker When the server is no longer asked because it fails.
	 */
	public record Shared(@DefaultValue("true") boolean enabled, @DefaultValue("200ms") Duration commandTimeout,
			@DefaultValue("2s") Duration bulkTimeout, @DefaultValue("250ms") Duration connectTimeout,
			@DefaultValue("500ms") Duration reconnectDelay, @DefaultValue("10s") Duration leaseDuration,
			@DefaultValue("1MB") DataSize maximumValueSize, @DefaultValue CircuitBreaker circuitBreaker) {

	}

	/**
	 * How caches are filled before traffic.
	 *
	 * @param enabled Whether caches are filled before traffic.
	 * @param deadline How long a start waits at most for the required caches.
	 * @param onDeadline What happens if required caches are not filled at the deadline.
	 * @param parallelism How many caches are filled at once.
	 * @param mode What the start does meanwhile: wait for the caches, or go on with the
	 * application being not ready.
	 * @param progressInterval How often the progress is logged.
	 * @param retry When failed attempts are repeated.
	 * @param coordination How pods that start together share the work.
	 * @param memoryWatermark Share of the old generation of the heap, above 0 and up to
	 * 1, that may be in use after a garbage collection. A warm-up that reaches it ends
	 * with what it has. 1 for no limit.
	 * @param badRows Share of the rows of a cache, from 0 to below 1, that may be
	 * unreadable, such as by an unknown enum name. They are left out, and the cache is
	 * degraded. 0 if all must be readable.
	 * @param hotKeys How pods tell each other which keys are read most.
	 * @param rehearsal What the application does for practice before traffic.
	 */
	public record Warmup(@DefaultValue("true") boolean enabled, @DefaultValue("60s") Duration deadline,
			@DefaultValue("refuse-traffic") DeadlinePolicy onDeadline, @DefaultValue("2") int parallelism,
			@DefaultValue("blocking") Mode mode, @DefaultValue("5s") Duration progressInterval,
			@DefaultValue Retry retry, @DefaultValue Coordination coordination,
			@DefaultValue("0.85") double memoryWatermark, @DefaultValue("0.01") double badRows,
			@DefaultValue HotKeys hotKeys, @DefaultValue Rehearsal rehearsal) {

	}

	/**
	 * How pods that start together share the work of filling the shared tier.
	 *
	 * @param enabled Whether one pod alone reads a source while the others wait for what
	 * it puts into the shared tier.
	 * @param leaseDuration How long after its last sign of life a pod that reads a source
	 * is replaced by another one.
	 */
	public record Coordination(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration leaseDuration) {

	}

	/**
	 * How pods tell each other which keys are read most.
	 *
	 * @param publishInterval How often a pod tells which keys it reads most.
	 * @param halfLife After which time what was told counts half.
	 */
	public record HotKeys(@DefaultValue("1m") Duration publishInterval, @DefaultValue("1h") Duration halfLife) {

	}

	/**
	 * What the application does for practice, after its caches are filled and before it
	 * is ready, so that its first users need not wait for classes and connections.
	 *
	 * @param requests Requests to the application's own endpoints.
	 * @param deadline How long all of it takes at most. The application is then ready all
	 * the same.
	 * @param parallelism How many requests are made at once.
	 */
	public record Rehearsal(@DefaultValue List<RehearsalRequest> requests, @DefaultValue("30s") Duration deadline,
			@DefaultValue("2") int parallelism) {

	}

	/**
	 * A request to one of the application's own endpoints.
	 *
	 * @param name Name of the request in logs. By default its path.
	 * @param path Path of the request with its query, such as '/cities/{key}', in which
	 * '{key}' stands for keys of the cache.
	 * @param cache Name of the cache whose keys, the hottest first, stand in the place of
	 * '{key}'.
	 * @param method Method of the request: GET or HEAD.
	 * @param times How often the request is made.
	 */
	public record RehearsalRequest(@Nullable String name, @Nullable String path, @Nullable String cache,
			@DefaultValue("GET") String method, @DefaultValue("100") int times) {

	}

	/**
	 * Files that keep caches over a restart of the container.
	 *
	 * @param directory Directory of the files, which must outlive the container and
	 * belong to one pod alone. Without it there are no snapshots.
	 * @param interval How often the files are written.
	 * @param maxAge How old a file may be at most to be read.
	 */
	public record Snapshots(@Nullable Path directory, @DefaultValue("5m") Duration interval,
			@DefaultValue("24h") Duration maxAge) {

	}

	/**
	 * When failed attempts are repeated.
	 *
	 * @param initialDelay How long to wait at most after the first failure.
	 * @param multiplier How much longer each further wait is.
	 * @param maxDelay How long to wait at most.
	 * @param maxAttempts After how many attempts to stop waiting for a cache. By default
	 * only at the deadline.
	 */
	public record Retry(@DefaultValue("500ms") Duration initialDelay, @DefaultValue("2") double multiplier,
			@DefaultValue("10s") Duration maxDelay, @Nullable Integer maxAttempts) {

	}

	/**
	 * Whether a start waits for its caches.
	 */
	public enum Mode {

		/**
		 * The start waits, and the application accepts no connection of its users before.
		 */
		BLOCKING,

		/**
		 * The start goes on, and the application is not ready until its caches are.
		 */
		BACKGROUND

	}

}
