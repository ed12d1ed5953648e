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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one cache, as the user wrote them. What is not set is inherited from the
 * defaults.
 *
 * @param timeToLive How long a value lives at most in the heap of a pod.
 * @param timeToLiveJitter Share of the time to live, from 0 to below 1, by which the life
 * of an entry is shortened at random, so that entries loaded together do not expire
 * together.
 * @param nullTimeToLive How long it is remembered at most that there is no value.
 * @param maximumSize How many entries a pod keeps at most. Not together with a maximum
 * weight.
 * @param maximumWeight How much of its heap a pod gives to the cache at most. Not
 * together with a maximum size.
 * @param keyType Class of the keys. Needed only if the methods that use the cache do not
 * tell.
 * @param valueType Class of the values, with type arguments if it has any. Needed only if
 * the methods that use the cache do not tell.
 * @param version Property of the values that grows with each change of them, such as a
 * row version or the time of the last update. An older value never replaces a newer one.
 * @param loadTimeout How long a load takes at most.
 * @param maxConcurrentLoads How many loads are under way in a pod at most.
 * @param staleIfError How long after its expiry a value is served at most if it cannot be
 * loaded anew. By default not at all.
 * @param refreshAhead Share of its life, above 0 and below 1, after which a value that is
 * read is loaded anew in the background. By default not at all.
 * @param circuitBreaker When the source is no longer asked because it fails.
 * @param complete Whether a warmed pod holds all there is, so that a key it does not hold
 * is known not to exist without asking anyone. By default false.
 * @param shared How the cache uses the tier that all pods share.
 * @param source Where the values really come from. Write one of its kinds.
 * @param warmup How the cache is filled before traffic.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record CacheProperties(@Nullable Duration timeToLive, @Nullable Double timeToLiveJitter,
		@Nullable Duration nullTimeToLive, @Nullable Long maximumSize, @Nullable DataSize maximumWeight,
		@Nullable String keyType, @Nullable String valueType, @Nullable String version, @Nullable Duration loadTimeout,
		@Nullable Integer maxConcurrentLoads, @Nullable Duration staleIfError, @Nullable Double refreshAhead,
		@DefaultValue CircuitBreaker circuitBreaker, @Nullable Boolean complete, @DefaultValue Shared shared,
		@DefaultValue Source source, @DefaultValue Warmup warmup) {

	/**
	 * When the source of a cache is no longer asked because it fails.
	 *
	 * @param enabled Whether a source that fails again and again is left alone for a
	 * while.
	 * @param failureThreshold How many failures among twice as many calls are too many.
	 * @param waitDuration How long the source is left alone.
	 */
	public record CircuitBreaker(@Nullable Boolean enabled, @Nullable Integer failureThreshold,
			@Nullable Duration waitDuration) {

	}

	/**
	 * How a cache uses the tier that all pods share.
	 *
	 * @param enabled Whether the cache uses the shared tier.
	 * @param timeToLive How long a value lives at most in the shared tier.
	 * @param trust Whether values are shared and written to snapshots although their type
	 * does not show that another pod reads them as they are. By default false.
	 */
	public record Shared(@Nullable Boolean enabled, @Nullable Duration timeToLive, @Nullable Boolean trust) {

	}

	/**
	 * Where the values of a cache really come from.
	 *
	 * @param jdbc Rows of an SQL query.
	 * @param redisHash Fields of one Redis hash.
	 * @param redisKeys Redis keys that match a pattern.
	 * @param bean Name of a bean of type CacheSource.
	 * @param holdOff How long after a change of a key the source may still answer with
	 * what was before, such as the lag of a replica. What is loaded meanwhile is kept for
	 * a moment only. By default not at all.
	 */
	public record Source(@Nullable Jdbc jdbc, @Nullable RedisHash redisHash, @Nullable RedisKeys redisKeys,
			@Nullable String bean, @Nullable Duration holdOff) {

	}

	/**
	 * Rows of an SQL query.
	 *
	 * @param query SQL that selects all rows.
	 * @param keyColumn Column of the result that holds the key.
	 * @param keyColumns Columns of the result that hold the parts of a key which is a
	 * record or made of several parameters, in their order, instead of one key column.
	 * @param keyQuery SQL that selects the row of ':key', or of a parameter for each of
	 * the key columns with its name. By default derived from the query for all rows.
	 * @param keysQuery SQL that selects the rows 'in (:keys)'. By default derived from
	 * the query for all rows.
	 * @param countQuery SQL that selects the number of rows. By default derived from the
	 * query for all rows.
	 * @param fetchSize How many rows are fetched at once while all are read.
	 * @param chunkSize How many rows a warm-up selects at first by one query, in the
	 * order of the keys; further queries select more. 0 for one query that selects all.
	 * @param batchSize How many keys are asked for at once at most.
	 * @param queryTimeout How long a query for keys or for the count takes at most. By
	 * default unlimited.
	 * @param dataSource Name of the DataSource bean. By default the only or primary one.
	 * @param timeZone Time zone of timestamps that have none, such as Europe/Berlin, for
	 * values and keys that are points of time. By default UTC, which is said in the log
	 * where it matters.
	 * @param readOnly Whether rows are read in read-only transactions, which a DataSource
	 * that routes by transaction sends to a replica.
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
	 * @param format Form of its values.
	 * @param batchSize How many fields are asked for at once at most.
	 */
	public record RedisHash(@Nullable String key, @DefaultValue("json") Format format,
			@DefaultValue("2000") int batchSize) {

	}

	/**
	 * Redis keys that match a pattern.
	 *
	 * @param pattern Pattern of the Redis keys with one '*', which stands for the key in
	 * the cache.
	 * @param format Form of the values.
	 * @param batchSize How many keys are asked for at once at most.
	 */
	public record RedisKeys(@Nullable String pattern, @DefaultValue("json") Format format,
			@DefaultValue("500") int batchSize) {

	}

	/**
	 * How a cache is filled before traffic.
	 *
	 * @param enabled Whether the cache is filled before traffic. By default if it has a
	 * source that lists its entries, or if any of these properties is set.
	 * @param required Whether the application is not ready without the cache.
	 * @param from What the cache is filled from, in the order of preference: snapshot,
	 * hottest, shared, source, method, or the name of a bean of type CacheWarmer. By
	 * default snapshot, shared, source and method, as far as the cache has them.
	 * @param dependsOn Names of the caches that are filled before this one.
	 * @param hottest How many of the keys that pods read most are filled by 'hottest'. By
	 * default 10000.
	 * @param minimumCoverage Share, above 0 and up to 1, of the entries that are expected
	 * which have to come, or the attempt has failed. Expected is what the source counts,
	 * or else what the last complete warm-up of any pod brought. By default a required
	 * cache needs one entry, and less than half of the last time is no warm cache.
	 * @param allowEmpty Whether a required cache may be empty because its source is, as
	 * in a new installation. By default false.
	 * @param badRows Share of the rows, from 0 to below 1, that may be unreadable, such
	 * as by an unknown enum name. They are left out, and the cache is degraded. By
	 * default as for all caches.
	 * @param deadline How long a start waits at most for this cache. By default as long
	 * as for all.
	 * @param partitions How many parts of a JDBC source are read at once. By default 1.
	 * @param rateLimit How many entries a pod fills in a second at most from the source.
	 * By default unlimited.
	 * @param fleetRateLimit How many entries all pods together fill in a second at most
	 * from the source. By default unlimited.
	 * @param rewarm When the cache is filled again while the application serves.
	 */
	public record Warmup(@Nullable Boolean enabled, @Nullable Boolean required, @Nullable List<String> from,
			@Nullable List<String> dependsOn, @Nullable Integer hottest, @Nullable Double minimumCoverage,
			@Nullable Boolean allowEmpty, @Nullable Double badRows, @Nullable Duration deadline,
			@Nullable Integer partitions, @Nullable Integer rateLimit, @Nullable Integer fleetRateLimit,
			@DefaultValue Rewarm rewarm) {

	}

	/**
	 * When a cache is filled again while the application serves.
	 *
	 * @param fixedDelay How long after the end of its last load, by whichever pod, a
	 * cache is loaded again. Not together with 'cron'.
	 * @param cron When a warm-up is repeated, as a cron expression. Not together with
	 * 'fixed-delay'.
	 * @param jitter How much later at most, at random, so that pods do not begin
	 * together. By default a tenth of the delay, or ten seconds.
	 * @param onLoss Whether a warm-up is repeated after much of the cache was lost: by
	 * the shared tier, or because changes of other pods were missed. By default true.
	 */
	public record Rewarm(@Nullable Duration fixedDelay, @Nullable String cron, @Nullable Duration jitter,
			@Nullable Boolean onLoss) {

	}

	/**
	 * Form of values in Redis.
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
