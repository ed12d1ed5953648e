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

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.core.PriorityOrdered;

/**
 * Replaces the operation source of {@code @EnableCaching} with a
 * {@link SingleFlightCacheOperationSource}, whoever enabled caching. Runs before the
 * auto-proxy creator, which requests that bean first. Leaves a source of the
 * application's own alone.
 */
public final class SingleFlightPostProcessor implements BeanPostProcessor, PriorityOrdered {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean springs = bean.getClass() == AnnotationCacheOperationSource.class
				&& bean.equals(new AnnotationCacheOperationSource(false));
		return springs ? new SingleFlightCacheOperationSource() : bean;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
