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

package io.github.warmcache.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.warmcache.testsupport.Servers;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions on a real PostgreSQL, for tests of what a cache makes of them.
 */
public final class DatabaseTransactions {

	private final PlatformTransactionManager manager = new JdbcTransactionManager(
			Servers.postgres().newDatabase().dataSource());

	public void commit(Runnable work) {
		run(TransactionDefinition.PROPAGATION_REQUIRED, false, work);
	}

	public void rollBack(Runnable work) {
		run(TransactionDefinition.PROPAGATION_REQUIRED, true, work);
	}

	public void run(int propagation, boolean rollBack, Runnable work) {
		run((definition) -> definition.setPropagationBehavior(propagation), rollBack, work);
	}

	public void run(Consumer<DefaultTransactionDefinition> settings, boolean rollBack, Runnable work) {
		TransactionTemplate template = new TransactionTemplate(this.manager);
		settings.accept(template);
		template.executeWithoutResult((status) -> {
			work.run();
			if (rollBack) {
				status.setRollbackOnly();
			}
		});
	}

	/**
	 * Do what another thread does meanwhile.
	 */
	public static <T> T elsewhere(Callable<T> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		new Thread(() -> {
			try {
				result.complete(work.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}).start();
		return result.orTimeout(20, TimeUnit.SECONDS).join();
	}

}
