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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one cache, as the user wrote them. A property that is not set is
 * inherited from the defaults if they have it.
 *
 * @param timeToLive Maximum time that a value stays in the heap of a pod.
 * @param timeToLiveJitter Largest share of the time to live, from 0 to below 1, by which
 * the life of an entry is shortened at random. Entries that are loaded together then do
 * not expire together.
 * @param nullTimeToLive Maximum time that the absence of a value is remembered.
 * @param absentWhen SpEL expression that selects the values that say that there is
 * nothing, such as 'orders.isEmpty()'. They are counted apart, and those of methods live
 * as long as an absence. By default, these are empty collections, maps and arrays;
 * 'false' for none.
 * @param maxAbsentRatio Share of absent and empty answers, from 0 to 1, above which the
 * cache is reported in health, meters and log. By default, the share that is usual is
 * learned, and the cache is reported if it rises well above it.
 * @param maximumSize Maximum number of entries in a pod. Not together with a maximum
 * weight.
 * @param maximumWeight Maximum heap memory that the cache uses in a pod. Not together
 * with a maximum size.
 * @param keyType Class of the keys. Needed only if it does not follow from the methods
 * that use the cache.
 * @param valueType Class of the values, with type arguments if it has any. Needed only if
 * it does not follow from the methods that use the cache.
 * @param version Property of the values that grows with each change, such as a row
 * version or the time of the last update. An older value never replaces a newer one.
 * @param loadTimeout Time after which a load times out.
 * @param maxConcurrentLoads Maximum number of concurrent loads in a pod.
 * @param staleIfError Maximum time after its expiry that a value is still served if its
 * reload fails. By default expired values are not served.
 * @param refreshAhead Share of its life, above 0 and below 1, after which a value is
 * refreshed in the background when it is read. By default values are not refreshed ahead.
 * @param circuitBreaker Circuit breaker around the source.
 * @param complete Whether a warmed pod holds every entry there is. A key that it does not
 * hold is then known not to exist without any further lookup. By default false.
 * @param shared Use of the shared tier, Redis.
 * @param source Source that the values are loaded from. Write one kind of source.
 * @param warmup Filling of the cache before traffic.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record CacheProperties(@Nullable Duration timeToLive, @Nullable Double timeToLiveJitter,
		@Nullable Duration nullTimeToLive, @Nullable String absentWhen, @Nullable Double maxAbsentRatio,
		@Nullable Long maximumSize, @Nullable DataSize maximumWeight, @Nullable String keyType,
		@Nullable String valueType, @Nullable String version, @Nullable Duration loadTimeout,
		@Nullable Integer maxConcurrentLoads, @Nullable Duration staleIfError, @Nullable Double refreshAhead,
		@DefaultValue CircuitBreaker circuitBreaker, @Nullable Boolean complete, @DefaultValue Shared shared,
		@DefaultValue Source source, @DefaultValue Warmup warmup) {

	/**
	 * Circuit breaker around the source of a cache.
	 *
	 * @param enabled Whether a source that keeps failing is not called for a while.
	 * @param failureThreshold Number of failures that open the breaker, counted over
	 * twice as many recent calls.
	 * @param waitDuration Time that the breaker stays open before it lets calls through
	 * again.
	 */
	public record CircuitBreaker(@Nullable Boolean enabled, @Nullable Integer failureThreshold,
			@Nullable Duration waitDuration) {

	}

	/**
	 * Use of the shared tier by a cache.
	 *
	 * @param enabled Whether the cache uses the shared tier.
	 * @param timeToLive Maximum time that a value stays in the shared tier.
	 * @param trust Whether values are shared and written to snapshots even if their type
	 * does not guarantee that another pod reads them back unchanged. By default false.
	 */
	public record Shared(@Nullable Boolean enabled, @Nullable Duration timeToLive, @Nullable Boolean trust) {

	}

	/**
	 * Source that the values of a cache are loaded from.
	 *
	 * @param jdbc Rows of an SQL query.
	 * @param redisHash Fields of one Redis hash.
	 * @param redisKeys Redis keys that match a pattern.
	 * @param bean Name of a bean of type CacheSource.
	 * @param custom Source of a kind that the application adds. Below it stands the name
	 * that a bean of type SourceFactory returns, and below that the settings that the
	 * bean reads.
	 * @param order Kinds of sources in the order in which reads ask them, such as
	 * redis-keys and jdbc. Warm-ups read the last one. Only if several are written.
	 * @param holdOff Time after a change of a key during which the source may still
	 * return the old value, such as the lag of a replica. Values loaded for the key in
	 * that time are kept for a moment only. By default none.
	 */
	public record Source(@Nullable Jdbc jdbc, @Nullable RedisHash redisHash, @Nullable RedisKeys redisKeys,
			@Nullable String bean, @Nullable Map<String, Object> custom, @DefaultValue List<SourceKind> order,
			@Nullable Duration holdOff) {

	}

	/**
	 * Rows of an SQL query.
	 *
	 * @param query SQL that selects all rows.
	 * @param keyColumn Column of the result that holds the key.
	 * @param keyColumns Columns of the result that hold the parts of a key, in their
	 * order. For keys that are records or made of several parameters, instead of
	 * 'key-column'.
	 * @param keyQuery SQL that selects the row of ':key'. With several key columns it has
	 * one parameter for each, named like the column. By default derived from the query
	 * for all rows.
	 * @param keysQuery SQL that selects the rows 'in (:keys)'. By default derived from
	 * the query for all rows.
	 * @param countQuery SQL that selects the number of rows. By default derived from the
	 * query for all rows.
	 * @param fetchSize Number of rows that are fetched at once while all rows are read.
	 * @param chunkSize Number of rows that the first query of a warm-up selects, in the
	 * order of the keys. Later queries select more. 0 for a single query that selects all
	 * rows.
	 * @param batchSize Maximum number of keys that are read at once.
	 * @param queryTimeout Time after which a query for keys or for the count times out.
	 * By default unlimited.
	 * @param dataSource Name of the DataSource bean. By default the only or primary one.
	 * @param timeZone Time zone of timestamps without one, such as Europe/Berlin. It is
	 * used for values and keys that are points in time. By default UTC, and the log says
	 * so if it matters.
	 * @param readOnly Whether rows are read in read-only transactions. A DataSource that
	 * routes by transaction sends them to a replica.
	 */
	public record Jdbc(@Nullable String query, @Nullable String keyColumn, @DefaultValue List<String> keyColumns,
			@Nullable String keyQuery, @Nullable String keysQuery, @Nullable String countQuery,
			@DefaultValue("5000") int fetchSize, @DefaultValue("10000") int chunkSize,
			@DefaultValue("500") int batchSize, @Nullable Duration queryTimeout, @Nullable String dataSource,
			@Nullable String timeZone, @DefaultValue("true") boolean readOnly) {

	}

	/**
	 * Fields of one Redis hash.
	 *
	 * @param key Redis key of the hash.
	 * @param format Format of the values.
	 * @param batchSize Maximum number of fields that are read at once.
	 */
	public record RedisHash(@Nullable String key, @DefaultValue("json") Format format,
			@DefaultValue("2000") int batchSize) {

	}

	/**
	 * Redis keys that match a pattern.
	 *
	 * @param pattern Pattern of the Redis keys, with one '*' in place of the key in the
	 * cache.
	 * @param format Format of the values.
	 * @param batchSize Maximum number of keys that are read at once.
	 */
	public record RedisKeys(@Nullable String pattern, @DefaultValue("json") Format format,
			@DefaultValue("500") int batchSize) {

	}

	/**
	 * Filling of a cache before traffic.
	 *
	 * @param enabled Whether the cache is filled before traffic. By default true if its
	 * source lists its entries, or if any of these properties is set.
	 * @param required Whether the application waits for the cache before it becomes
	 * ready.
	 * @param from Warmers that fill the cache, in order of preference: snapshot, hottest,
	 * shared, source, method, or the name of a bean of type CacheWarmer. By default
	 * snapshot, shared, source and method, as far as the cache has them.
	 * @param dependsOn Names of the caches that are filled before this one.
	 * @param hottest Number of the most-read keys that 'hottest' fills. By default 10000.
	 * @param minimumCoverage Share of the expected entries, above 0 and up to 1, below
	 * which an attempt has failed. The expected number is what the source counts, or else
	 * what the last complete warm-up of any pod brought. By default the number is half of
	 * what the last good load brought, and a required cache needs one entry.
	 * @param allowEmpty Whether a required cache may be empty if its source is empty, as
	 * in a new installation. By default false.
	 * @param badRows Share of the rows, from 0 to below 1, that may be unreadable, for
	 * example because of an unknown enum name. They are skipped, and the cache is
	 * degraded. By default as for all caches.
	 * @param probeSource Whether a start loads one key from the source before the cache
	 * counts as filled, even if the entries came from elsewhere. By default as for all
	 * caches if the cache is required.
	 * @param deadline Maximum time that a start waits for this cache. By default as for
	 * all caches.
	 * @param partitions Number of parts of a JDBC source that are read in parallel. By
	 * default 1.
	 * @param rateLimit Maximum number of entries that a pod fills from the source per
	 * second. By default unlimited.
	 * @param fleetRateLimit Maximum number of entries that all pods together fill from
	 * the source per second. By default unlimited.
	 * @param rewarm Re-warming while the application serves traffic.
	 */
	public record Warmup(@Nullable Boolean enabled, @Nullable Boolean required, @Nullable List<String> from,
			@Nullable List<String> dependsOn, @Nullable Integer hottest, @Nullable Double minimumCoverage,
			@Nullable Boolean allowEmpty, @Nullable Double badRows, @Nullable Boolean probeSource,
			@Nullable Duration deadline, @Nullable Integer partitions, @Nullable Integer rateLimit,
			@Nullable Integer fleetRateLimit, @DefaultValue Rewarm rewarm) {

	}

	/**
	 * Re-warming of a cache while the application serves traffic.
	 *
	 * @param fixedDelay Delay between the end of the last load, by any pod, and the next
	 * load of the cache. Not together with 'cron'.
	 * @param cron Cron expression for the times at which the warm-up is repeated. Not
	 * together with 'fixed-delay'.
	 * @param jitter Maximum random delay that is added, so that pods do not begin
	 * together. By default a tenth of 'fixed-delay', or ten seconds with 'cron'.
	 * @param onLoss Whether the warm-up is repeated after much of the cache was lost,
	 * because the shared tier lost data or changes of other pods were missed. By default
	 * true.
	 */
	public record Rewarm(@Nullable Duration fixedDelay, @Nullable String cron, @Nullable Duration jitter,
			@Nullable Boolean onLoss) {

	}

	/**
	 * Format of values in Redis.
	 */
	public enum Format {

		/**
		 * JSON of the cache's value type.
		 */
		JSON,

		/**
		 * Plain text of a simple value, such as a string or a number.
		 */
		STRING

	}

}
