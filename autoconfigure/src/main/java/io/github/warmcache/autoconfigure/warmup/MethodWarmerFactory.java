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

package io.github.warmcache.autoconfigure.warmup;

import java.util.HashSet;
import java.util.Set;

import io.github.warmcache.autoconfigure.methods.MethodWarmer;
import io.github.warmcache.autoconfigure.methods.WarmedMethodRules;
import io.github.warmcache.autoconfigure.methods.WarmedMethods;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.autoconfigure.types.WarmedMethod;
import io.github.warmcache.warmup.CacheWarmer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Factory of warmers that call the methods with {@code @CacheWarmup}.
 */
final class MethodWarmerFactory extends WarmerFactory implements SmartInitializingSingleton {

	static final int ORDER = 400;

	private final ConfigurableListableBeanFactory beanFactory;

	private final WarmedMethods methods;

	private final ConfiguredCaches configured;

	/**
	 * Names of the caches that have a method, as known when the warm-up was planned.
	 */
	private final Set<String> planned = new HashSet<>();

	private boolean asked;

	MethodWarmerFactory(ConfigurableListableBeanFactory beanFactory, WarmedMethods methods,
			ConfiguredCaches configured) {
		super(WarmerNames.METHOD, ORDER);
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.configured = configured;
	}

	@Override
	public @Nullable String whyUnavailable(CacheSettings cache) {
		return this.methods.of(cache.name()).isEmpty() ? "no method that uses the cache has @CacheWarmup" : null;
	}

	@Override
	public boolean isDefault(CacheSettings cache) {
		return isReasonToWarm(cache);
	}

	@Override
	public boolean isReasonToWarm(CacheSettings cache) {
		this.asked = true;
		boolean any = !this.methods.of(cache.name()).isEmpty();
		if (any) {
			this.planned.add(cache.name());
		}
		return any;
	}

	@Override
	public CacheWarmer create(CacheSettings cache) {
		return new MethodWarmer(cache.name(), this.methods, this.beanFactory);
	}

	/**
	 * Reject methods that were found too late for the plan. Otherwise the application
	 * would become ready without them.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		for (WarmedMethod method : this.methods.all()) {
			for (String cacheName : method.operations().get(0).getCacheNames()) {
				CacheSettings cache = this.configured.get(cacheName);
				boolean byDefault = cache.warmup().from() == null && !Boolean.FALSE.equals(cache.warmup().enabled());
				if (byDefault && this.asked && !this.planned.contains(cacheName)) {
					throw WarmedMethodRules.invalid(method,
							"was not known before bean '%s' existed".formatted(method.beanName()),
							"Declare the class %s, and not an interface, as the return type of its @Bean method, or set '%s' to method"
								.formatted(method.beanClass().getSimpleName(), cache.property("warmup.from")));
				}
			}
		}
	}

}
