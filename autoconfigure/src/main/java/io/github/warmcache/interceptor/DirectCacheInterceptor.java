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

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.github.warmcache.cache.tiered.CachedPut;
import io.github.warmcache.interceptor.DirectCalls.DirectCall;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Spring's interceptor with a shortcut for a {@link DirectCall}. Every other call takes
 * Spring's own way.
 */
@SuppressWarnings("serial")
final class DirectCacheInterceptor extends CacheInterceptor {

	/**
	 * Direct calls; {@code null} until the application's beans are made, and after
	 * deserialization, when Spring caches nothing either.
	 */
	private transient volatile @Nullable DirectCalls calls;

	/**
	 * Observer of a sample of the calls, or {@code null} if none is observed.
	 */
	private transient @Nullable SampledReads sampled;

	private transient @Nullable BeanFactory beanFactory;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		super.afterSingletonsInstantiated();
		if (this.beanFactory != null) {
			this.sampled = this.beanFactory.getBeanProvider(SampledReads.class).getIfAvailable();
		}
		this.calls = new DirectCalls(this);
	}

	@Override
	protected void clearMetadataCache() {
		super.clearMetadataCache();
		if (this.calls != null) {
			this.calls = new DirectCalls(this);
		}
	}

	/**
	 * Return views for a put. Spring resolves the caches of a call before it runs the
	 * method, so the views know when the call began.
	 */
	@Override
	protected Collection<? extends Cache> getCaches(CacheOperationInvocationContext<CacheOperation> context,
			CacheResolver cacheResolver) {
		Collection<? extends Cache> caches = super.getCaches(context, cacheResolver);
		return (context.getOperation() instanceof CachePutOperation) ? CachedPut.views(caches) : caches;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		DirectCalls present = this.calls;
		Object target = invocation.getThis();
		if (present == null || target == null) {
			return super.invoke(invocation);
		}
		DirectCall call = present.find(invocation.getMethod(), target);
		SampledReads observer = this.sampled;
		if (observer != null && observer.takesNext()) {
			String cacheName = present.readBy(invocation.getMethod(), target);
			if (cacheName != null) {
				return observer.observe(cacheName, () -> invoke(call, target, invocation));
			}
		}
		return invoke(call, target, invocation);
	}

	private @Nullable Object invoke(@Nullable DirectCall call, Object target, MethodInvocation invocation)
			throws Throwable {
		Object key = (call != null) ? call.key().of(target, invocation.getArguments()) : null;
		return (call != null && key != null) ? invokeDirectly(call, key, invocation) : super.invoke(invocation);
	}

	private @Nullable Object invokeDirectly(DirectCall call, Object key, MethodInvocation invocation) throws Throwable {
		try {
			Object value = doGet(call.cache(), key, new MethodBody(invocation));
			return (!call.isOptional() || value instanceof Optional) ? value : Optional.ofNullable(value);
		}
		catch (ValueRetrievalException ex) {
			if (ex.getCause() instanceof ThrowableWrapper wrapper) {
				throw wrapper.getOriginal();
			}
			ReflectionUtils.rethrowRuntimeException(ex.getCause());
			return null;
		}
		catch (ThrowableWrapper ex) {
			throw ex.getOriginal();
		}
	}

	/**
	 * Body of a cached method, run if the cache has no value. Exceptions are wrapped as
	 * by Spring, because calls through Spring's interceptor may wait for this one.
	 */
	private record MethodBody(MethodInvocation invocation) implements Callable<@Nullable Object> {

		@Override
		public @Nullable Object call() {
			return ObjectUtils.unwrapOptional(proceed());
		}

		/**
		 * Name the body without its invocation, whose text would be made for each
		 * failure.
		 */
		@Override
		public String toString() {
			return "method body";
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

}
