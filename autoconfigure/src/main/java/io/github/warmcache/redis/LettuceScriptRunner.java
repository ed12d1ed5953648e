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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Runner of scripts that uses Lettuce's asynchronous commands. All calls go out before
 * the first answer is awaited. That works on a Cluster as well, where Spring Data Redis
 * has no pipelines; elsewhere its pipelines open a connection each.
 */
final class LettuceScriptRunner implements ScriptRunner {

	private final LettuceLink link;

	private final long timeout;

	private final MisledConnections misled;

	/**
	 * Create a runner.
	 * @param link the connection
	 * @param timeout maximum time for all calls that are started together
	 * @param misled is told of failures
	 */
	LettuceScriptRunner(LettuceLink link, Duration timeout, MisledConnections misled) {
		this.link = link;
		this.timeout = timeout.toNanos();
		this.misled = misled;
	}

	@Override
	public Pending start(List<ScriptCall> calls) {
		long deadline = System.nanoTime() + this.timeout;
		LettucePending pending = new LettucePending(calls, deadline);
		pending.send();
		return pending;
	}

	@Override
	public boolean joinsStripes() {
		return this.link.isConnectedToOne();
	}

	@Override
	public void send(ScriptCall call) {
		try {
			// Send the source, because nobody would learn that the server does not know
			// the script.
			this.link.commands(System.nanoTime())
				.eval(call.script().source(), ScriptOutputType.MULTI, call.keys(), call.arguments());
		}
		catch (RedisException | RedisUnavailableException ex) {
			// Nobody waits for it.
		}
	}

	@Override
	public void scan(byte[] pattern, int count, Consumer<List<byte[]>> step) {
		ScanArgs arguments = ScanArgs.Builder.matches(pattern).limit(count);
		try {
			RedisFuture<KeyScanCursor<byte[]>> next = scan(ScanCursor.INITIAL, arguments);
			while (true) {
				KeyScanCursor<byte[]> cursor = await(next, System.nanoTime() + this.timeout);
				if (cursor.isFinished()) {
					step.accept(cursor.getKeys());
					return;
				}
				// The server looks for the next keys while these are processed.
				next = scan(cursor, arguments);
				step.accept(cursor.getKeys());
			}
		}
		catch (ExecutionException ex) {
			throw RedisUnavailableException.of(cause(ex));
		}
		catch (RedisException ex) {
			throw RedisUnavailableException.of(ex);
		}
	}

	private RedisFuture<KeyScanCursor<byte[]>> scan(ScanCursor cursor, ScanArgs arguments) {
		return this.link.commands(System.nanoTime() + this.timeout).scan(cursor, arguments);
	}

	private static <T> T await(RedisFuture<T> future, long deadline) throws ExecutionException {
		try {
			return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | CancellationException | InterruptedException ex) {
			// A command that nobody waits for must not be sent after a reconnect.
			future.cancel(true);
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			throw RedisUnavailableException.of(ex);
		}
	}

	private static Throwable cause(ExecutionException ex) {
		return (ex.getCause() != null) ? ex.getCause() : ex;
	}

	/**
	 * Pending calls.
	 */
	private final class LettucePending implements Pending {

		private final List<ScriptCall> calls;

		private final long deadline;

		private final List<RedisFuture<Object>> futures = new ArrayList<>();

		private @Nullable RedisUnavailableException failure;

		LettucePending(List<ScriptCall> calls, long deadline) {
			this.calls = calls;
			this.deadline = deadline;
		}

		void send() {
			try {
				RedisClusterAsyncCommands<byte[], byte[]> commands = LettuceScriptRunner.this.link
					.commands(this.deadline);
				for (ScriptCall call : this.calls) {
					this.futures.add(commands.evalsha(call.script().digest(), ScriptOutputType.MULTI, call.keys(),
							call.arguments()));
				}
			}
			catch (RedisException | RedisUnavailableException ex) {
				this.failure = RedisUnavailableException.of(ex);
			}
		}

		@Override
		public List<Reply> await() {
			List<Reply> replies = new ArrayList<>(this.calls.size());
			for (int i = 0; i < this.calls.size(); i++) {
				Reply reply = (i < this.futures.size()) ? reply(this.calls.get(i), this.futures.get(i)) : failed();
				if (reply.failure() != null) {
					LettuceScriptRunner.this.misled.failed(reply.failure());
				}
				replies.add(reply);
			}
			return replies;
		}

		private Reply reply(ScriptCall call, RedisFuture<Object> future) {
			try {
				return Reply.of(LettuceScriptRunner.await(future, this.deadline));
			}
			catch (ExecutionException ex) {
				return (ex.getCause() instanceof RedisNoScriptException) ? retry(call) : Reply.failed(cause(ex));
			}
			catch (RedisUnavailableException ex) {
				return Reply.failed(ex);
			}
		}

		/**
		 * Send a script by its source. A restarted server or a new node does not know it
		 * yet.
		 */
		private Reply retry(ScriptCall call) {
			try {
				RedisFuture<Object> future = LettuceScriptRunner.this.link.commands(this.deadline)
					.eval(call.script().source(), ScriptOutputType.MULTI, call.keys(), call.arguments());
				return Reply.of(LettuceScriptRunner.await(future, this.deadline));
			}
			catch (ExecutionException ex) {
				return Reply.failed(cause(ex));
			}
			catch (RedisException | RedisUnavailableException ex) {
				return Reply.failed(ex);
			}
		}

		private Reply failed() {
			return Reply.failed((this.failure != null) ? this.failure : new CancellationException());
		}

		@Override
		public void cancel() {
			List.copyOf(this.futures).forEach((future) -> future.cancel(true));
		}

	}

}
