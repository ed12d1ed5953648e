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

package io.github.warmcache.warmup.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Loads the parts of one source in parallel, on threads that end with the load.
 */
final class ParallelLoads {

	private static final Duration GENTLE = Duration.ofMillis(300);

	private final String cacheName;

	private final int threads;

	ParallelLoads(String cacheName, int threads) {
		this.cacheName = cacheName;
		this.threads = threads;
	}

	/**
	 * Load all parts. A failure of one part ends the others.
	 * @param parts the parts
	 * @param cancel ends blocking calls of the source
	 * @throws Exception the first failure
	 */
	void run(List<? extends Callable<@Nullable Void>> parts, Runnable cancel) throws Exception {
		if (this.threads == 1 || parts.size() < 2) {
			for (Callable<@Nullable Void> part : parts) {
				part.call();
			}
			return;
		}
		ExecutorService executor = Executors.newFixedThreadPool(Math.min(this.threads, parts.size()),
				DaemonThreads.numbered("warmcache-warmup-" + this.cacheName + "-part-"));
		boolean done = false;
		try {
			ExecutorCompletionService<@Nullable Void> completed = new ExecutorCompletionService<>(executor);
			parts.forEach(completed::submit);
			for (int i = 0; i < parts.size(); i++) {
				completed.take().get();
			}
			done = true;
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		finally {
			executor.shutdown();
			if (!done) {
				end(executor, cancel);
			}
		}
	}

	/**
	 * Cancel first and interrupt later: an interrupted driver may close more than its
	 * connection.
	 */
	private static void end(ExecutorService executor, Runnable cancel) {
		cancel.run();
		try {
			executor.awaitTermination(GENTLE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			executor.shutdownNow();
		}
	}

}
