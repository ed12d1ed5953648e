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

package io.github.warmcache.warmup.fill;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.fill.FillException.Reason;

/**
 * Question to the source of a cache how many entries it has. A fill waits for the answer
 * only briefly, because it can do without.
 */
public final class SourceCount {

	/**
	 * Maximum time that a fill waits for the answer.
	 */
	static final Duration LONGEST = Duration.ofSeconds(2);

	private SourceCount() {
	}

	/**
	 * Ask the source, on a thread of its own. If it does not answer in time, the question
	 * is withdrawn.
	 * @param source the source
	 * @param context the fill, whose cancellation ends the question
	 * @return the number, or empty if the source does not count its entries
	 * @throws InterruptedException if the current thread was interrupted
	 * @throws Exception if the source failed or did not answer in time
	 */
	public static OptionalLong ask(CacheSource<Object, Object> source, WarmupContext context) throws Exception {
		return ask(source, context, LONGEST);
	}

	static OptionalLong ask(CacheSource<Object, Object> source, WarmupContext context, Duration longest)
			throws Exception {
		Cancellation cancellation = new Cancellation();
		FutureTask<OptionalLong> question = new FutureTask<>(() -> source.count(cancellation::onCancel));
		String name = "warmcache-warmup-" + context.cacheName() + "-count";
		context.onCancel(() -> withdraw(question, cancellation));
		DaemonThreads.named(name, question).start();
		try {
			return checked(question.get(longest.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception problem && !(problem instanceof InterruptedException)) {
				throw problem;
			}
			throw ex;
		}
		catch (TimeoutException ex) {
			// Drivers may need a round trip to cancel a statement.
			DaemonThreads.named(name + "-end", () -> withdraw(question, cancellation)).start();
			throw new FillException(Reason.INCOMPLETE,
					String.format(Locale.ROOT, "it did not count its entries within %s", WarmupLog.seconds(longest)));
		}
		catch (InterruptedException ex) {
			DaemonThreads.named(name + "-end", () -> withdraw(question, cancellation)).start();
			throw ex;
		}
	}

	private static void withdraw(FutureTask<OptionalLong> question, Cancellation cancellation) {
		cancellation.cancel();
		question.cancel(true);
	}

	private static OptionalLong checked(OptionalLong count) {
		if (count.isPresent() && count.getAsLong() < 0) {
			throw new IllegalStateException("it counted a negative number of entries");
		}
		return count;
	}

	/**
	 * Ask the source, and note the answer. If there is none, log why, and go on.
	 * @param source the source
	 * @param stream the fill
	 * @return the number, or empty if it is unknown
	 * @throws InterruptedException if the current thread was interrupted
	 * @throws CancellationException if the fill was cancelled
	 */
	public static OptionalLong note(CacheSource<Object, Object> source, WarmupStream stream)
			throws InterruptedException {
		try {
			OptionalLong count = ask(source, stream);
			count.ifPresent(stream::sourceCount);
			return count;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			stream.throwIfCancelled();
			new CountLog().notCounted(stream.cacheName(), ex);
			return OptionalLong.empty();
		}
	}

}
