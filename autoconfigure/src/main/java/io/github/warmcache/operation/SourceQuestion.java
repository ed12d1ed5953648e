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

package io.github.warmcache.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Question to a source on behalf of an operator. It passes the circuit breaker by,
 * because an operator asks what the source says now.
 */
final class SourceQuestion {

	private SourceQuestion() {
	}

	/**
	 * Ask a source for one key, on a thread of its own, which is interrupted when the
	 * time is over.
	 * @return the value, or {@code null} if the source does not know the key
	 * @throws ExecutionException with the failure of the source
	 */
	static @Nullable Object ask(CacheSource<Object, Object> source, Object key, Duration atMost)
			throws InterruptedException, ExecutionException, TimeoutException {
		CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
		Thread thread = DaemonThreads.named("warmcache-inspection", () -> answer(source, key, answer));
		thread.start();
		try {
			return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			if (!answer.isDone()) {
				thread.interrupt();
			}
		}
	}

	private static void answer(CacheSource<Object, Object> source, Object key,
			CompletableFuture<@Nullable Object> answer) {
		try {
			answer.complete(source.load(key));
		}
		catch (Throwable ex) {
			answer.completeExceptionally(ex);
		}
	}

}
