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

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.WarmupContext;

import org.springframework.beans.factory.BeanFactory;

/**
 * Warmer that delegates to a bean. The bean is looked up on use, when all beans exist.
 *
 * @param beanFactory holds the bean
 * @param name the name of the bean
 */
record BeanWarmer(BeanFactory beanFactory, String name) implements CacheWarmer {

	@Override
	public void warm(WarmupContext context) throws Exception {
		bean().warm(context);
	}

	@Override
	public boolean fillsSharedTier() {
		return bean().fillsSharedTier();
	}

	@Override
	public boolean bringsAll() {
		return bean().bringsAll();
	}

	private CacheWarmer bean() {
		return this.beanFactory.getBean(this.name, CacheWarmer.class);
	}

}
