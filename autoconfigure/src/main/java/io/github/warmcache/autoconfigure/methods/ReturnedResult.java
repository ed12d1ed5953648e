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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Result of a method, which is awaited if it is a future or a publisher.
 */
final class ReturnedResult {

	private ReturnedResult() {
	}

	static void await(@Nullable Object returned) throws Exception {
		if (returned instanceof CompletionStage<?> stage) {
			await(stage.toCompletableFuture());
			return;
		}
		ReactiveAdapter adapter = (returned != null)
				? ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned.getClass()) : null;
		if (adapter != null) {
			Completion.await(adapter.toPublisher(returned));
		}
	}

	private static void await(CompletableFuture<?> future) throws Exception {
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	/**
	 * Completion of a publisher. Separate class, because not every application has
	 * reactive streams.
	 */
	private static final class Completion implements Subscriber<Object> {

		private final CompletableFuture<Void> ended = new CompletableFuture<>();

		private volatile @Nullable Subscription subscription;

		static void await(Publisher<?> publisher) throws Exception {
			Completion completion = new Completion();
			publisher.subscribe(completion);
			try {
				ReturnedResult.await(completion.ended);
			}
			finally {
				Subscription subscription = completion.subscription;
				if (subscription != null && !completion.ended.isDone()) {
					subscription.cancel();
				}
			}
		}

		@Override
		public void onSubscribe(Subscription begun) {
			this.subscription = begun;
			begun.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(Object element) {
		}

		@Override
		public void onError(Throwable failure) {
			this.ended.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.ended.complete(null);
		}

	}

}
