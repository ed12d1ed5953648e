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

import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Orders caching outside transactions if the application left their order open. A hit
 * then opens no transaction, and a value that a miss loads in one is committed before it
 * is kept.
 */
public final class CacheAdvisorOrder implements BeanPostProcessor, PriorityOrdered {

	/**
	 * Order one place outside that of transactions.
	 */
	public static final int BEFORE_TRANSACTIONS = Ordered.LOWEST_PRECEDENCE - 1;

	private static final String CACHING = "org.springframework.cache.config.internalCacheAdvisor";

	private static final String TRANSACTIONS = "org.springframework.transaction.config.internalTransactionAdvisor";

	private @Nullable AbstractPointcutAdvisor caching;

	private @Nullable Ordered transactions;

	/**
	 * Take note of the two advisors as they are made, in either order: neither may be
	 * requested while it is being made.
	 */
	@Override
	public synchronized Object postProcessAfterInitialization(Object bean, String beanName) {
		if (beanName.equals(CACHING) && bean instanceof AbstractPointcutAdvisor advisor) {
			this.caching = advisor;
			resolveTie();
		}
		else if (beanName.equals(TRANSACTIONS) && bean instanceof Ordered advisor) {
			this.transactions = advisor;
			resolveTie();
		}
		return bean;
	}

	private void resolveTie() {
		if (this.caching != null && this.transactions != null && this.caching.getOrder() == LOWEST_PRECEDENCE
				&& this.transactions.getOrder() == LOWEST_PRECEDENCE) {
			this.caching.setOrder(BEFORE_TRANSACTIONS);
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
