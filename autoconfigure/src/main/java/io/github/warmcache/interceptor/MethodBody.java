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

import java.util.concurrent.Callable;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.util.ObjectUtils;

/**
 * Body of a cached method, run if the cache has no value. Exceptions are wrapped as by
 * Spring, because calls through Spring's interceptor may wait for this one.
 */
final class MethodBody implements Callable<@Nullable Object> {

	private final MethodInvocation invocation;

	MethodBody(MethodInvocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public @Nullable Object call() {
		return ObjectUtils.unwrapOptional(proceed());
	}

	private @Nullable Object proceed() {
		try {
			return this.invocation.proceed();
		}
		catch (Throwable ex) {
			throw new ThrowableWrapper(ex);
		}
	}

}
