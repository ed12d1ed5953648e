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

package io.github.warmcache.autoconfigure.snapshot;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.SharedTiers;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.autoconfigure.warmup.WarmerFactory;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.snapshot.Snapshots;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ResolvableType;

/**
 * Factory of warmers that read the snapshots of earlier runs.
 */
final class SnapshotWarmerFactory extends WarmerFactory {

	private static final EventLog logger = EventLog.of(SnapshotWarmerFactory.class);

	static final int ORDER = 100;

	private static final String PREFIX = "warmcache.snapshots.";

	private final WarmcacheProperties.Snapshots properties;

	private final ObjectProvider<Snapshots> snapshots;

	private final ObjectProvider<ValueCodecFactory> codecs;

	private final CacheAssembly assembly;

	private final SharedTiers sharedTiers;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	SnapshotWarmerFactory(WarmcacheProperties.Snapshots properties, ObjectProvider<Snapshots> snapshots,
			ObjectProvider<ValueCodecFactory> codecs, CacheAssembly assembly, SharedTiers sharedTiers) {
		super(WarmerNames.SNAPSHOT, ORDER);
		this.properties = properties;
		this.snapshots = snapshots;
		this.codecs = codecs;
		this.assembly = assembly;
		this.sharedTiers = sharedTiers;
		PropertyChecks.positive(PREFIX + "interval", properties.interval(), "5m");
		PropertyChecks.positive(PREFIX + "max-age", properties.maxAge(), "24h");
	}

	@Override
	public @Nullable String whyUnavailable(CacheSettings cache) {
		if (this.properties.directory() == null) {
			return "'" + PREFIX + "directory' is missing";
		}
		ValueCodecFactory codec = this.codecs.getIfAvailable();
		if (codec == null || this.snapshots.getIfAvailable() == null) {
			return "there is no Jackson to write values with";
		}
		CacheTypes types = this.assembly.types(cache.name());
		if (types.valueType() == ResolvableType.NONE) {
			return "no method declares the type of the values: set '%s'".formatted(cache.property("value-type"));
		}
		String rejection = rejection(codec, cache.name(), types.valueType());
		return (rejection != null)
				? "values of type %s cannot be read back unchanged: %s".formatted(types.valueType(), rejection) : null;
	}

	private static @Nullable String rejection(ValueCodecFactory codecs, String cacheName, ResolvableType valueType) {
		try {
			return codecs.create(cacheName, valueType).rejection();
		}
		catch (IllegalArgumentException ex) {
			return ex.getMessage();
		}
	}

	/**
	 * Return whether the cache is warmed from its snapshot by default. A required cache
	 * also needs a shared tier or a source, because the first start finds no file.
	 */
	@Override
	public boolean isDefault(CacheSettings cache) {
		boolean shared = cache.sharedTimeToLive() != null && this.sharedTiers.whyUnavailable() == null;
		if (!shared && SourceKind.of(cache) == null && isRequired(cache)) {
			return false;
		}
		String why = whyUnavailable(cache);
		if (why != null && !shared && this.properties.directory() != null && this.told.add(cache.name())) {
			logger.warn(LogEvent.SNAPSHOT_IMPOSSIBLE)
				.cache(cache.name())
				.cause(why)
				.log(("Cache '%s' has no snapshots, because %s. If you know that its values are read back unchanged, "
						+ "set '%s' to true")
					.formatted(cache.name(), why, cache.property("shared.trust")));
		}
		return why == null;
	}

	private static boolean isRequired(CacheSettings cache) {
		return !Boolean.FALSE.equals(cache.warmup().required());
	}

	@Override
	public CacheWarmer create(CacheSettings cache) {
		if (isRequired(cache) && List.of(WarmerNames.SNAPSHOT).equals(cache.warmup().from())) {
			throw new InvalidCacheConfigurationException(cache.property("warmup.from"),
					"names '%s' only, but the cache is required and the first start finds no file"
						.formatted(WarmerNames.SNAPSHOT),
					"Add another warmer that fills the cache, or set '%s' to false"
						.formatted(cache.property("warmup.required")));
		}
		return this.snapshots.getObject().warmer(cache.name());
	}

}
