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

import io.github.warmcache.cache.change.TransactionMarks;
import io.github.warmcache.cache.local.CallMarks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;

/**
 * Post-processor that registers a listener with every transaction manager, so that the
 * begin of each transaction is marked.
 */
final class TransactionMarksPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<CallMarks> marks;

	TransactionMarksPostProcessor(ObjectProvider<CallMarks> marks) {
		this.marks = marks;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ConfigurableTransactionManager transactionManager) {
			this.marks.ifAvailable((found) -> transactionManager.addListener(new TransactionMarks(found)));
		}
		return bean;
	}

}
