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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTierFactory;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Factory that gives each cache its part of the shared tier, if there is one.
 */
public final class SharedTiers {

	private static final EventLog logger = EventLog.of(SharedTiers.class);

	/**
	 * Name under which one warning is logged for all caches that neither properties nor
	 * methods name.
	 */
	private static final String UNNAMED = "";

	private static final String UNNAMED_ONES = ". Properties can also be written for a pattern of names. "
			+ "Further caches without properties are not logged";

	private final ListableBeanFactory beanFactory;

	private final boolean enabled;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	SharedTiers(ListableBeanFactory beanFactory, boolean enabled) {
		this.beanFactory = beanFactory;
		this.enabled = enabled;
	}

	/**
	 * Return why no cache can use the shared tier.
	 * @return the reason, or {@code null} if caches can use it
	 */
	public @Nullable String whyUnavailable() {
		if (!this.enabled) {
			return "'warmcache.shared.enabled' is false";
		}
		String[] names = this.beanFactory.getBeanNamesForType(SharedTierFactory.class, true, false);
		if (names.length > 1) {
			throw new IllegalStateException(("The shared tier cannot be replaced, because coherence between pods is "
					+ "a part of it, but the beans %s are of type %s. Remove that of the application, or set "
					+ "'warmcache.shared.enabled' to false")
				.formatted(String.join(" and ", names), SharedTierFactory.class.getName()));
		}
		return (names.length == 1) ? null : "the application has no RedisConnectionFactory or no Jackson";
	}

	/**
	 * Create the part of the shared tier that belongs to a cache.
	 * @param settings the settings of the cache
	 * @param types the types of the cache
	 * @param version decides which of two values of a key is newer
	 * @param toldAs the name under which a warning is logged only once: the cache's own
	 * name, or the pattern that matches it; {@code null} for a cache without any
	 * properties
	 * @return the tier, or {@code null} if the cache stays in this pod
	 */
	@Nullable SharedTier create(CacheSettings settings, CacheTypes types, ValueVersion version, @Nullable String toldAs) {
		if (settings.sharedTimeToLive() == null || whyUnavailable() != null) {
			return null;
		}
		SharedTierFactory factory = this.beanFactory.getBean(SharedTierFactory.class);
		SharedTier tier = create(factory, settings, types, version, toldAs);
		if (tier != null) {
			this.beanFactory.getBeanProvider(SharedTierObserver.class).forEach((observer) -> observer.used(factory));
		}
		return tier;
	}

	private @Nullable SharedTier create(SharedTierFactory factory, CacheSettings settings, CacheTypes types,
			ValueVersion version, @Nullable String toldAs) {
		boolean demanded = settings.sharedByName() && settings.isOwn();
		if (types.valueType() == ResolvableType.NONE) {
			if (demanded) {
				throw new InvalidCacheConfigurationException(settings.property("value-type"),
						"is missing: no method declares the type of the values, which the shared tier must know",
						"Write the class of the values, such as com.example.City");
			}
			return createForChanges(factory, settings, types, version, toldAs,
					"No method declares the type of its values: set '%s' to share them"
						.formatted(settings.property("value-type")));
		}
		try {
			return factory.create(settings.name(), types.keyType(), types.valueType(), version);
		}
		catch (IllegalArgumentException ex) {
			if (demanded) {
				String property = settings.property("shared.enabled");
				throw new InvalidCacheConfigurationException(property, "cannot be true. " + withoutFullStop(ex),
						"Remove '" + property + "' to share invalidations but no values, or change the type");
			}
			return createForChanges(factory, settings, types, version, toldAs, withoutFullStop(ex));
		}
	}

	private @Nullable SharedTier createForChanges(SharedTierFactory factory, CacheSettings settings, CacheTypes types,
			ValueVersion version, @Nullable String toldAs, String why) {
		SharedTier tier = factory.createForChanges(settings.name(), types.keyType(), version);
		if (this.told.add((toldAs != null) ? toldAs : UNNAMED)) {
			warn(settings, tier, (toldAs != null) ? why : why + UNNAMED_ONES);
		}
		return tier;
	}

	private static void warn(CacheSettings settings, @Nullable SharedTier tier, String why) {
		logger.warn(LogEvent.SHARED_VALUES_LOCAL)
			.cache(settings.name())
			.with(LogField.TIER, "shared")
			.cause(why)
			.log("Values local: cache '%s' keeps its values in this pod only, and %s. %s".formatted(settings.name(),
					(tier != null) ? "its invalidations and clears still reach every pod"
							: "other pods hear nothing of its changes",
					why));
	}

	private static String withoutFullStop(IllegalArgumentException cause) {
		String message = String.valueOf(cause.getMessage());
		return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
	}

}
