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

package io.github.warmcache.tier.redis;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.redis.BreakingScriptRunner;
import io.github.warmcache.redis.ObservedRunner;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.ScriptRunner;
import io.github.warmcache.redis.ServerState;
import io.github.warmcache.redis.StallDetector;
import io.github.warmcache.tier.PendingChanges;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTierFactory;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.Signer;
import io.github.warmcache.tier.codec.StoredValues;
import io.github.warmcache.tier.codec.ValueSigner;
import io.github.warmcache.tier.redis.ChangeJournals.JournalName;
import io.github.warmcache.tier.shape.HalfPairs;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.KnownKeys;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripePositions;
import io.github.warmcache.tier.stripe.UniqueNames;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Factory of shared tiers on Redis. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisSharedTierFactory implements SharedTierFactory, PendingChanges, AutoCloseable {

	private static final EventLog logger = EventLog.of(RedisSharedTierFactory.class);

	/**
	 * Maximum time that shutdown waits for pending changes to be sent.
	 */
	private static final Duration LAST_TRY = Duration.ofSeconds(1);

	/**
	 * Time after which {@link #tellPending()} starts no further batch. Its caller has
	 * other work each second, and a journal may be very long.
	 */
	private static final Duration ONE_GO = Duration.ofMillis(300);

	/**
	 * Divisor of the command timeout: after that fraction the silence of a server is
	 * noticed.
	 */
	private static final int QUARTER = 4;

	private final RedisTierConnections connections;

	private final String namespace;

	private final RedisTierSettings settings;

	private final ValueCodecFactory codecs;

	private final InstantSource clock;

	private final UniqueNames tokens;

	private final String origin;

	private final StripePositions positions = new StripePositions();

	private final ObservedRunner commands;

	private final ObservedRunner direct;

	private final ObservedRunner bulk;

	private final CallBreaker breaker;

	private final ChangeJournals journals = new ChangeJournals();

	private final RejectionReport rejections = new RejectionReport();

	private volatile @Nullable Signer signer;

	private volatile Function<String, @Nullable Duration> holdOffs = (cacheName) -> null;

	/**
	 * Create a factory. Does no I/O.
	 * @param connections the connections to Redis; the factory does not close them
	 * @param namespace separates the keys of this application from those of others in the
	 * same database, such as the application's name; not empty
	 * @param settings sizes and times
	 * @param codecs creates the codec of the values of each cache
	 * @param clock tells when values expire, close to the clocks of the other pods
	 * @param random source of unique names, thread-safe and seeded differently in each
	 * pod, such as a {@link java.security.SecureRandom}
	 * @param breaker keeps requests, but not the batches of warm-ups, away from a server
	 * that fails; {@link CallBreaker#NONE} for none
	 */
	public RedisSharedTierFactory(RedisTierConnections connections, String namespace, RedisTierSettings settings,
			ValueCodecFactory codecs, InstantSource clock, RandomGenerator random, CallBreaker breaker) {
		Assert.hasText(namespace, "The namespace of the shared tier must not be empty: set spring.application.name");
		this.connections = connections;
		this.namespace = namespace;
		this.settings = settings;
		this.codecs = codecs;
		this.clock = clock;
		this.tokens = new UniqueNames(clock, random);
		this.origin = this.tokens.token();
		ServerState state = new ServerState(clock);
		ScriptRunner commands = connections.commands();
		StallDetector stall = new StallDetector(connections.timeouts().command().dividedBy(QUARTER), System::nanoTime);
		this.breaker = breaker;
		this.commands = new ObservedRunner(new BreakingScriptRunner(commands, breaker, stall, System::nanoTime), state);
		this.direct = new ObservedRunner(commands, state);
		this.bulk = new ObservedRunner(connections.bulk(), state);
	}

	/**
	 * Register how far sources lag behind changes. Tiers created from now on do not share
	 * what such a source returns too soon after a change.
	 * @param holdOffs returns how long after a change the source of a cache may still
	 * return the old value, or {@code null} if it does not lag; beyond
	 * {@link SharedTier#CHANGES_REMEMBERED} Redis no longer takes part
	 */
	public void holdOff(Function<String, @Nullable Duration> holdOffs) {
		this.holdOffs = holdOffs;
	}

	/**
	 * Sign the values of tiers that are created from now on. Such tiers neither read the
	 * values of pods that do not sign, nor overwrite them.
	 * @param signer signs and verifies, in the same way in all pods
	 */
	public void sign(Signer signer) {
		this.signer = signer;
	}

	/**
	 * Register the names under which caches are configured. If caches share a name, the
	 * log says once for all of them that their values are not shared. By default each
	 * cache has its own.
	 * @param writtenName returns the configured name of a cache
	 * @param alone selects caches that are named individually all the same, because they
	 * are few and have types of their own
	 */
	public void writtenUnder(UnaryOperator<String> writtenName, Predicate<String> alone) {
		this.rejections.writtenUnder(writtenName, alone);
	}

	/**
	 * Return the stripes that the caches of this application share.
	 * @return the stripes, as this pod sees them
	 */
	public RedisStripes stripes() {
		return new RedisStripes(this.connections, this.namespace, this.origin, this.tokens, this.positions);
	}

	@Override
	public SharedTier create(String cacheName, ResolvableType keyType, ResolvableType valueType, ValueVersion version) {
		if (!isTold(cacheName)) {
			throw new IllegalArgumentException("The name of a cache must not be empty or have half of a surrogate "
					+ "pair, because Redis could not tell it from other names");
		}
		Signer signs = this.signer;
		StoredValues stored = new StoredValues(codec(cacheName, valueType), this.settings.longestValue(),
				(signs != null) ? new ValueSigner(signs, this.namespace, cacheName) : null);
		RedisValues values = new RedisValues(cacheName, this.rejections, stored, version, this.clock);
		values.sayWhetherRejected();
		return create(cacheName, keyType, stored.schema(version.scheme()), values);
	}

	private ValueCodec codec(String cacheName, ResolvableType valueType) {
		try {
			return this.codecs.create(cacheName, valueType);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Cache '" + cacheName + "': " + ex.getMessage(), ex);
		}
	}

	@Override
	public @Nullable SharedTier createForChanges(String cacheName, ResolvableType keyType, ValueVersion version) {
		if (!isTold(cacheName)) {
			return null;
		}
		StoredValues stored = new StoredValues(new NoValues(), this.settings.longestValue());
		return create(cacheName, keyType, stored.schema(version.scheme()),
				new RedisValues(cacheName, this.rejections, stored, version, this.clock));
	}

	private static boolean isTold(String cacheName) {
		return !cacheName.isEmpty() && !HalfPairs.isIn(cacheName);
	}

	private SharedTier create(String cacheName, ResolvableType keyType, String schema, RedisValues values) {
		KeySpace keys = new KeySpace(this.namespace, cacheName, schema, keyType);
		KnownKeys texts = new KnownKeys(cacheName, keys);
		CacheScripts scripts = new CacheScripts(keys, this.tokens, this.origin, this.settings,
				this.holdOffs.apply(cacheName));
		RedisChanges changes = this.journals.get(new JournalName(cacheName, keys.schema(), keyType.toString()),
				() -> new RedisChanges(scripts, new KnownSchemas(keys.schema()), this.commands, this.positions,
						this.settings.journalSize(), this.journals));
		values.whenRejected(changes::clear);
		RedisBatches batches = new RedisBatches(keys, texts, values, scripts, this.commands, this.bulk, changes,
				this.settings);
		return new RedisSharedTier(keys, texts, values, scripts, this.commands, changes, batches, this.tokens,
				this.clock, new RedisFleetLoads(keys, this.direct, this.tokens));
	}

	/**
	 * Return the breaker in front of Redis.
	 * @return the breaker
	 */
	public CallBreaker breaker() {
		return this.breaker;
	}

	@Override
	public int pending() {
		return this.journals.pending();
	}

	@Override
	public boolean tellPending() {
		return tellPending(ONE_GO);
	}

	boolean tellPending(Duration atMost) {
		// Bypass the breaker: the outcome tells whether the server is back.
		return this.journals.tell(this.direct, atMost);
	}

	/**
	 * Send pending changes one last time, for a second at most. Changes that Redis does
	 * not take from now on have failed.
	 */
	@Override
	public void close() {
		int lost = this.journals.close(this.direct, LAST_TRY);
		if (lost > 0) {
			logger.warn(LogEvent.SHARED_CHANGES_LOST)
				.with(LogField.TIER, "shared")
				.with(LogField.COUNT, lost)
				.log(("This pod shuts down with %d changes that Redis did not apply: other pods do not hear of them "
						+ "and keep the old values until those expire")
					.formatted(lost));
		}
	}

	/**
	 * Codec of a cache whose values stay in each pod.
	 */
	private static final class NoValues implements ValueCodec {

		@Override
		public String schema() {
			return "nothing";
		}

		@Override
		public String rejection() {
			return "values local";
		}

		@Override
		public void write(Object value, OutputStream output) throws UnwritableValueException {
			throw new UnwritableValueException(rejection());
		}

		@Override
		public @Nullable Object read(byte[] bytes, int offset, int length) {
			return null;
		}

	}

}
