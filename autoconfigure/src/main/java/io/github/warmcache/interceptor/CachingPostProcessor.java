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

package io.github.warmcache.interceptor;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.PriorityOrdered;

/**
 * Replaces two beans of {@code @EnableCaching}, whoever enabled caching: the operation
 * source with a {@link SingleFlightCacheOperationSource}, and the interceptor with a
 * {@link DirectCacheInterceptor} of the same configuration. Runs before the auto-proxy
 * creator, which requests them first. Leaves a source or an interceptor of the
 * application's own alone.
 */
public final class CachingPostProcessor implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() == AnnotationCacheOperationSource.class) {
			return bean.equals(new AnnotationCacheOperationSource(false)) ? new SingleFlightCacheOperationSource()
					: bean;
		}
		return (bean.getClass() == CacheInterceptor.class) ? direct((CacheInterceptor) bean) : bean;
	}

	private DirectCacheInterceptor direct(CacheInterceptor springs) {
		DirectCacheInterceptor result = new DirectCacheInterceptor();
		// Requested when needed: they may belong to a configurer that is not made yet.
		result.configure(springs::getErrorHandler, springs::getKeyGenerator, springs::getCacheResolver, null);
		result.setCacheOperationSource(springs.getCacheOperationSource());
		if (this.beanFactory != null) {
			result.setBeanFactory(this.beanFactory);
		}
		return result;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
