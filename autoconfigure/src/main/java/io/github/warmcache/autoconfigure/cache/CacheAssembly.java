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

package io.github.warmcache.autoconfigure.cache;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.TieredCacheBuilderCustomizer;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.source.BeanSourceFactory;
import io.github.warmcache.autoconfigure.source.CacheSources;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.autoconfigure.types.CachedMethods;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakers;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.tiered.LoadThreads;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.PropertyNames;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.key.KeyDigests;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ResolvableType;

/**
 * Builder of caches from properties, cached methods and beans.
 */
public final class CacheAssembly {

	private static final EventLog logger = EventLog.of(CacheAssembly.class);

	private final ConfiguredCaches configured;

	private final CachedMethods methods;

	private final BeanSourceFactory beanSources;

	private final CacheSources sources;

	private final SharedTiers sharedTiers;

	private final CallBreakers breakers;

	private final Ticker ticker;

	private final CallMarks marks;

	private final Executor executor;

	private final Executor sourceExecutor;

	/**
	 * Executor for the maintenance of caches. Never shut down, because caches need
	 * maintenance as long as somebody uses them.
	 */
	private final Executor maintenance = LoadThreads.forMaintenance();

	private final ScheduledExecutorService timeouts;

	private final ObjectProvider<EntryWeigher> weigher;

	private final ObjectProvider<TransactionIsolation> transactionIsolation;

	private final ObjectProvider<OperationObserver> observer;

	private final ObjectProvider<TieredCacheBuilderCustomizer> customizers;

	CacheAssembly(ConfiguredCaches configured, CachedMethods methods, BeanSourceFactory beanSources,
			CacheSources sources, SharedTiers sharedTiers, CallBreakers breakers, Ticker ticker, CallMarks marks,
			Executor executor, Executor sourceExecutor, ScheduledExecutorService timeouts,
			ObjectProvider<EntryWeigher> weigher, ObjectProvider<TransactionIsolation> transactionIsolation,
			ObjectProvider<OperationObserver> observer, ObjectProvider<TieredCacheBuilderCustomizer> customizers) {
		this.configured = configured;
		this.methods = methods;
		this.beanSources = beanSources;
		this.sources = sources;
		this.sharedTiers = sharedTiers;
		this.breakers = breakers;
		this.ticker = ticker;
		this.marks = marks;
		this.executor = executor;
		this.sourceExecutor = sourceExecutor;
		this.timeouts = timeouts;
		this.weigher = weigher;
		this.transactionIsolation = transactionIsolation;
		this.observer = observer;
		this.customizers = customizers;
	}

	/**
	 * Return the names of the caches that are known before they are used.
	 * @return the configured names, and those that methods use
	 */
	public Set<String> knownNames() {
		Set<String> names = new LinkedHashSet<>(this.configured.names());
		names.addAll(this.methods.cacheNames());
		return names;
	}

	/**
	 * Return the types of a cache, as far as they are known by now.
	 * @param name the name of the cache
	 * @return the types
	 */
	public CacheTypes types(String name) {
		CacheSettings settings = this.configured.get(name);
		CacheTypes types = CacheTypes.decide(settings.types(), PropertyNames.cache(settings.writtenName()),
				this.methods.of(name));
		return (SourceKind.of(settings) == SourceKind.BEAN) ? types.orElse(this.beanSources.declaredTypes(settings))
				: types;
	}

	/**
	 * Return whether creating a cache would create a lazy bean too early.
	 * @param name the name of the cache
	 * @return {@code true} if its source is a lazy bean
	 */
	boolean isLazy(String name) {
		CacheSettings settings = this.configured.get(name);
		return SourceKind.of(settings) == SourceKind.BEAN && this.beanSources.isLazy(settings);
	}

	/**
	 * Warn if methods use keys of different types. These are different keys: an
	 * {@code Integer} 7 is not a {@code Long} 7. Reject the cache if its source needs the
	 * type of the keys.
	 */
	private void judgeKeys(CacheSettings settings) {
		InvalidCacheConfigurationException disagreement = CacheTypes.keyDisagreement(settings.types(),
				PropertyNames.cache(settings.name()), this.methods.of(settings.name()));
		if (disagreement == null) {
			return;
		}
		SourceKind kind = SourceKind.of(settings);
		if (kind != null && kind.needsTypes()) {
			throw disagreement;
		}
		logger.warn(LogEvent.CACHE_KEY_TYPES_DIFFER)
			.cache(settings.name())
			.log(disagreement.getProblem()
					+ "\n\nKeys of different types are different keys, so an eviction by one method does not remove "
					+ "the entries of another. " + disagreement.getRemedy() + ".");
	}

	/**
	 * Create a cache.
	 * @param name the name of the cache
	 * @return the cache
	 */
	TieredCache create(String name) {
		CacheSettings settings = this.configured.get(name);
		CacheTypes types = types(name);
		judgeKeys(settings);
		boolean known = knownNames().contains(name);
		TieredCacheBuilder builder = builder(settings, types, known ? name : settings.pattern());
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	/**
	 * Reject patterns whose caches could not be created on first use. A pattern that
	 * leaves the types to methods is checked with the caches of those methods.
	 */
	void checkPatterns() {
		Set<String> ofMethods = new HashSet<>();
		this.methods.cacheNames().forEach((name) -> ofMethods.add(this.configured.get(name).writtenName()));
		for (CacheSettings settings : this.configured.patterns()) {
			boolean typed = settings.types().valueType() != ResolvableType.NONE || settings.version() != null;
			if (typed || !ofMethods.contains(settings.writtenName())) {
				builder(settings, settings.types(), settings.pattern()).build();
			}
		}
	}

	private TieredCacheBuilder builder(CacheSettings settings, CacheTypes types, @Nullable String toldAs) {
		String name = settings.name();
		CacheSource<?, ?> source = this.sources.create(settings, types);
		ValueVersion version = VersionProperty.of(settings, types);
		SharedTier shared = this.sharedTiers.create(settings, types, version, toldAs);
		CacheDefinition definition = new CacheDefinition(name, types.keyType(), types.valueType(), settings.local(),
				(shared != null) ? settings.sharedTimeToLive() : null, settings.loads());
		TieredCacheBuilder builder = TieredCache.builder(definition)
			.sharedTier(shared)
			.source(source)
			.earlierSources(this.sources.createEarlier(settings, types))
			.earlierBreakers(() -> this.breakers.earlierSource(name, settings.breaker()))
			.keyDigest(new KeyDigests(name, types.keyType()))
			.complete(settings.complete())
			.version(version)
			.sourceBreaker((source != null) ? this.breakers.source(name, settings.breaker()) : CallBreaker.NONE)
			.ticker(this.ticker)
			.marks(this.marks)
			.executor(this.executor)
			.sourceExecutor(this.sourceExecutor)
			.maintenance(this.maintenance)
			.scheduler(this.timeouts);
		if (settings.absentWhen() != null) {
			builder.emptyWhen(EmptyExpression.of(settings.absentWhen(), settings));
		}
		this.weigher.ifAvailable(builder::weigher);
		this.observer.ifAvailable(builder::observer);
		this.transactionIsolation.ifAvailable(builder::transactionIsolation);
		return builder;
	}

}
