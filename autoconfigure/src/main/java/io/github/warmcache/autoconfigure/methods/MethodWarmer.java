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

package io.github.warmcache.autoconfigure.methods;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.warmcache.autoconfigure.types.WarmedMethod;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.config.CacheManagementConfigUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Warmer that fills a cache by calling the methods that use it.
 *
 * @param cacheName the name of the cache
 * @param methods finds the methods
 * @param beanFactory holds the beans of the methods
 */
public record MethodWarmer(String cacheName, WarmedMethods methods,
		ConfigurableListableBeanFactory beanFactory) implements CacheWarmer {

	@Override
	public void warm(WarmupContext context) throws Exception {
		List<Calls> all = new ArrayList<>();
		long total = 0;
		// Read all arguments first. The connection that they come from must not be held
		// while the calls need one, too.
		for (WarmedMethod method : this.methods.of(this.cacheName)) {
			List<@Nullable Object[]> arguments = new CallArgumentsReader(method, this.beanFactory).read(context);
			all.add(new Calls(invocable(method), method.warmup().parallelism(), arguments));
			total += arguments.size();
		}
		context.expect(total);
		for (Calls calls : all) {
			if (calls.parallelism() > 1) {
				calls.makeAtOnce(context);
			}
			else {
				calls.make(context);
			}
		}
	}

	private Invocable invocable(WarmedMethod method) {
		Object bean = this.beanFactory.getBean(method.beanName());
		if (!AopUtils.isAopProxy(bean)
				&& !this.beanFactory.containsBean(CacheManagementConfigUtils.CACHE_ASPECT_BEAN_NAME)) {
			throw new IllegalStateException(
					"The bean of a method with @CacheWarmup is not a proxy, so nothing is cached: "
							+ "add @EnableCaching to the application");
		}
		Method invocable = AopUtils.selectInvocableMethod(method.method(), bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		return new Invocable(bean, invocable);
	}

	/**
	 * Return {@code false}, because the results go through the cache, which fills the
	 * shared tier itself.
	 */
	@Override
	public boolean fillsSharedTier() {
		return false;
	}

	/**
	 * Return {@code false}, because the keys may be a selection. Few of them are no sign
	 * of a problem.
	 */
	@Override
	public boolean bringsAll() {
		return false;
	}

	private static void rethrow(Throwable failure) throws Exception {
		if (failure instanceof Error error) {
			throw error;
		}
		throw (failure instanceof Exception ex) ? ex : new IllegalStateException(failure);
	}

	/**
	 * Method with the bean to call it on.
	 */
	private record Invocable(Object bean, Method method) {

		void call(@Nullable Object[] arguments) throws Exception {
			try {
				ReturnedResult.await(this.method.invoke(this.bean, arguments));
			}
			catch (InvocationTargetException ex) {
				rethrow(withoutMessage(ex.getTargetException()));
			}
			catch (Exception ex) {
				rethrow(withoutMessage(ex));
			}
		}

		/**
		 * Replace an exception of the application. Its message may contain keys, and the
		 * message would be seen in logs and health details.
		 */
		private static Throwable withoutMessage(Throwable failure) {
			return (failure instanceof Error || failure instanceof InterruptedException
					|| failure instanceof CancellationException) ? failure
							: new CacheSourceException("A call of a method with @CacheWarmup ended with "
									+ failure.getClass().getSimpleName(), failure);
		}

	}

	/**
	 * Calls of one method.
	 */
	private record Calls(Invocable method, int parallelism, List<@Nullable Object[]> arguments) {

		void make(WarmupContext context) throws Exception {
			for (@Nullable
			Object[] next : this.arguments) {
				// Throws if the warm-up is cancelled.
				context.count(0);
				this.method.call(next);
				context.count(1);
			}
		}

		void makeAtOnce(WarmupContext context) throws Exception {
			ExecutorService pool = Executors.newFixedThreadPool(this.parallelism,
					DaemonThreads.numbered("warmcache-warmup-call-"));
			try {
				CompletionService<Boolean> calls = new ExecutorCompletionService<>(pool);
				int begun = 0;
				for (int ended = 0; ended < this.arguments.size(); ended++) {
					context.count(0);
					while (begun < this.arguments.size() && begun - ended < this.parallelism) {
						@Nullable Object[] next = this.arguments.get(begun++);
						calls.submit(() -> {
							this.method.call(next);
							return true;
						});
					}
					calls.take().get();
					context.count(1);
				}
			}
			catch (ExecutionException ex) {
				rethrow((ex.getCause() != null) ? ex.getCause() : ex);
			}
			finally {
				pool.shutdownNow();
			}
		}

	}

}
