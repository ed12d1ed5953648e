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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.CircuitBreaker;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Defaults;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.tier.PropertyNames;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Settings of all caches: configured by name, by a pattern of names, or by the defaults
 * alone.
 */
public final class ConfiguredCaches {

	static final long DEFAULT_MAXIMUM_SIZE = 10_000;

	private static final String DEFAULTS = "warmcache.defaults";

	private static final CacheProperties NOTHING = new CacheProperties(null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, new CacheProperties.CircuitBreaker(null, null, null), null,
			new CacheProperties.Shared(null, null, null),
			new CacheProperties.Source(null, null, null, null, null, List.of(), null),
			new CacheProperties.Warmup(null, null, null, null, null, null, null, null, null, null, null, null, null,
					new CacheProperties.Rewarm(null, null, null, null)));

	private final Defaults defaults;

	private final Duration leaseDuration;

	private final TypeParser types;

	private final Map<String, CacheSettings> byName = new LinkedHashMap<>();

	private final PatternSettings byPattern = new PatternSettings();

	public ConfiguredCaches(WarmcacheProperties properties, @Nullable ClassLoader classLoader) {
		this.defaults = properties.defaults();
		this.leaseDuration = properties.shared().leaseDuration();
		this.types = new TypeParser(classLoader);
		checkDefaults();
		PropertyChecks.positive(PropertyNames.MAXIMUM_DYNAMIC_CACHES, properties.dynamicCaches().maximum(), "1000");
		properties.caches().forEach(this::add);
	}

	private void add(String name, CacheProperties cache) {
		CacheSettings settings = create(name, cache);
		if (NamePattern.isPattern(name)) {
			this.byPattern.add(new NamePattern(name), cache, settings);
		}
		else {
			this.byName.put(name, settings);
		}
	}

	/**
	 * Return the names of the caches that are configured by name.
	 */
	public Set<String> names() {
		return this.byName.keySet();
	}

	/**
	 * Return the settings of the patterns, each named like its pattern.
	 */
	public Collection<CacheSettings> patterns() {
		return this.byPattern.all();
	}

	/**
	 * Return the settings of any cache: those written for its name, those of the matching
	 * pattern with the most literal characters, or the defaults.
	 */
	public CacheSettings get(String name) {
		CacheSettings settings = this.byName.get(name);
		if (settings == null) {
			settings = this.byPattern.find(name);
		}
		return (settings != null) ? settings : create(name, NOTHING);
	}

	private void checkDefaults() {
		checkLocal(DEFAULTS, this.defaults.timeToLive(), this.defaults.timeToLiveJitter(),
				this.defaults.nullTimeToLive());
		checkBounds(DEFAULTS, this.defaults.maximumSize(), this.defaults.maximumWeight());
		PropertyChecks.positive(DEFAULTS + ".shared.time-to-live", this.defaults.shared().timeToLive(), "1h");
		checkLoads(DEFAULTS, this.defaults.loadTimeout(), this.defaults.maxConcurrentLoads(),
				this.defaults.staleIfError(), this.defaults.refreshAhead());
		PropertyChecks.circuitBreaker(DEFAULTS, this.defaults.circuitBreaker().failureThreshold(),
				this.defaults.circuitBreaker().waitDuration());
	}

	private void checkLoads(String prefix, @Nullable Duration timeout, @Nullable Integer maxConcurrent,
			@Nullable Duration staleIfError, @Nullable Double refreshAhead) {
		PropertyChecks.positive(prefix + ".load-timeout", timeout, "10s");
		PropertyChecks.notLonger(prefix + ".load-timeout", timeout, "warmcache.shared.lease-duration",
				this.leaseDuration);
		PropertyChecks.positive(prefix + ".max-concurrent-loads", maxConcurrent, "64");
		PropertyChecks.positive(prefix + ".stale-if-error", staleIfError, "2h");
		PropertyChecks.innerShare(prefix + ".refresh-ahead", refreshAhead);
	}

	private static void checkLocal(String prefix, @Nullable Duration timeToLive, @Nullable Double jitter,
			@Nullable Duration nullTimeToLive) {
		PropertyChecks.positive(prefix + ".time-to-live", timeToLive, "10m");
		PropertyChecks.share(prefix + ".time-to-live-jitter", jitter);
		PropertyChecks.positive(prefix + ".null-time-to-live", nullTimeToLive, "1m");
	}

	private static void checkBounds(String prefix, @Nullable Long maximumSize, @Nullable DataSize maximumWeight) {
		PropertyChecks.positive(prefix + ".maximum-size", maximumSize, "10000");
		PropertyChecks.positive(prefix + ".maximum-weight", maximumWeight, "64MB");
		PropertyChecks.oneBound(prefix, maximumSize, maximumWeight);
	}

	private CacheSettings create(String name, CacheProperties cache) {
		String prefix = PropertyNames.cache(name);
		checkLocal(prefix, cache.timeToLive(), cache.timeToLiveJitter(), cache.nullTimeToLive());
		checkBounds(prefix, cache.maximumSize(), cache.maximumWeight());
		PropertyChecks.wholeShare(prefix + ".max-absent-ratio", cache.maxAbsentRatio());
		PropertyChecks.positive(prefix + ".shared.time-to-live", cache.shared().timeToLive(), "1h");
		checkLoads(prefix, cache.loadTimeout(), cache.maxConcurrentLoads(), cache.staleIfError(), cache.refreshAhead());
		PropertyChecks.positive(prefix + ".source.hold-off", cache.source().holdOff(), "5s");
		PropertyChecks.circuitBreaker(prefix, cache.circuitBreaker().failureThreshold(),
				cache.circuitBreaker().waitDuration());
		CacheTypes declared = new CacheTypes(this.types.parse(prefix + ".key-type", cache.keyType()),
				this.types.parse(prefix + ".value-type", cache.valueType()));
		CacheSettings settings = new CacheSettings(name, name, local(cache), loads(cache), circuitBreaker(cache),
				cache.version(), cache.absentWhen(), cache.maxAbsentRatio(), sharedTimeToLive(cache.shared()),
				isAskedFor(cache), declared, Boolean.TRUE.equals(cache.shared().trust()),
				Boolean.TRUE.equals(cache.complete()), cache.source(), cache.warmup());
		SourceKind.of(settings);
		return settings;
	}

	private LocalTierSettings local(CacheProperties cache) {
		boolean bounded = cache.maximumSize() != null || cache.maximumWeight() != null;
		Long maximumSize = bounded ? cache.maximumSize() : this.defaults.maximumSize();
		DataSize maximumWeight = bounded ? cache.maximumWeight() : this.defaults.maximumWeight();
		if (maximumSize == null && maximumWeight == null) {
			maximumSize = DEFAULT_MAXIMUM_SIZE;
		}
		return new LocalTierSettings(maximumSize, maximumWeight,
				inherit(cache.timeToLive(), this.defaults.timeToLive()),
				inherit(cache.timeToLiveJitter(), this.defaults.timeToLiveJitter()),
				inherit(cache.nullTimeToLive(), this.defaults.nullTimeToLive()));
	}

	private LoadPolicy loads(CacheProperties cache) {
		return new LoadPolicy(inherit(cache.loadTimeout(), this.defaults.loadTimeout()),
				inherit(cache.maxConcurrentLoads(), this.defaults.maxConcurrentLoads()),
				(cache.staleIfError() != null) ? cache.staleIfError() : this.defaults.staleIfError(),
				(cache.refreshAhead() != null) ? cache.refreshAhead() : this.defaults.refreshAhead(),
				cache.source().holdOff());
	}

	private CircuitBreaker circuitBreaker(CacheProperties cache) {
		CacheProperties.CircuitBreaker own = cache.circuitBreaker();
		CircuitBreaker inherited = this.defaults.circuitBreaker();
		return new CircuitBreaker(inherit(own.enabled(), inherited.enabled()),
				inherit(own.failureThreshold(), inherited.failureThreshold()),
				inherit(own.waitDuration(), inherited.waitDuration()));
	}

	private @Nullable Duration sharedTimeToLive(CacheProperties.Shared shared) {
		boolean enabled = inherit(shared.enabled(), this.defaults.shared().enabled());
		return enabled ? inherit(shared.timeToLive(), this.defaults.shared().timeToLive()) : null;
	}

	private static boolean isAskedFor(CacheProperties cache) {
		CacheProperties.Shared shared = cache.shared();
		List<String> from = cache.warmup().from();
		boolean warmsFromIt = from != null && (from.contains(WarmerNames.SHARED) || from.contains(WarmerNames.HOTTEST));
		return (shared.enabled() != null) ? shared.enabled() : shared.timeToLive() != null || warmsFromIt;
	}

	private static <T> T inherit(@Nullable T own, T inherited) {
		return (own != null) ? own : inherited;
	}

}
