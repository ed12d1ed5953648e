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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Runner of scripts, one after the other, that uses whatever driver the application has.
 */
final class SpringScriptRunner implements ScriptRunner {

	private final RedisConnectionFactory factory;

	SpringScriptRunner(RedisConnectionFactory factory) {
		this.factory = factory;
	}

	@Override
	public Pending start(List<ScriptCall> calls) {
		List<Reply> replies = new ArrayList<>(calls.size());
		try (RedisConnection connection = this.factory.getConnection()) {
			for (ScriptCall call : calls) {
				Reply reply = run(connection, call);
				replies.add(reply);
				// Every further call would wait as long again.
				if (reply.failure() != null && reply.failure().undecided()) {
					throw reply.failure();
				}
			}
		}
		catch (RuntimeException ex) {
			while (replies.size() < calls.size()) {
				replies.add(Reply.failed(ex));
			}
		}
		return new Landed(replies);
	}

	@Override
	public boolean joinsStripes() {
		return false;
	}

	@Override
	public void send(ScriptCall call) {
		// With an unknown driver every call blocks, and it is unknown for how long.
	}

	private static Reply run(RedisConnection connection, ScriptCall call) {
		byte[][] keys = call.keys();
		byte[][] arguments = call.arguments();
		byte[][] all = new byte[keys.length + arguments.length][];
		System.arraycopy(keys, 0, all, 0, keys.length);
		System.arraycopy(arguments, 0, all, keys.length, arguments.length);
		try {
			return Reply
				.of(connection.scriptingCommands().evalSha(call.script().digest(), ReturnType.MULTI, keys.length, all));
		}
		catch (RuntimeException ex) {
			if (!isNoScript(ex)) {
				return Reply.failed(ex);
			}
		}
		try {
			return Reply
				.of(connection.scriptingCommands().eval(call.script().source(), ReturnType.MULTI, keys.length, all));
		}
		catch (RuntimeException ex) {
			return Reply.failed(ex);
		}
	}

	private static boolean isNoScript(@Nullable Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null && cause.getMessage().contains("NOSCRIPT")) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void scan(byte[] pattern, int count, Consumer<List<byte[]>> step) {
		ScanOptions options = ScanOptions.scanOptions().match(pattern).count(count).build();
		List<byte[]> keys = new ArrayList<>(count);
		try (RedisConnection connection = this.factory.getConnection()) {
			if (connection instanceof RedisClusterConnection cluster) {
				for (RedisClusterNode node : cluster.clusterGetNodes()) {
					if (node.isMaster()) {
						drain(cluster.scan(node, options), keys, count, step);
					}
				}
			}
			else {
				drain(connection.keyCommands().scan(options), keys, count, step);
			}
		}
		catch (DataAccessException ex) {
			throw RedisUnavailableException.of(ex);
		}
		step.accept(keys);
	}

	private static void drain(Cursor<byte[]> cursor, List<byte[]> keys, int count, Consumer<List<byte[]>> step) {
		try (cursor) {
			while (cursor.hasNext()) {
				keys.add(cursor.next());
				if (keys.size() == count) {
					step.accept(List.copyOf(keys));
					keys.clear();
				}
			}
		}
	}

	/**
	 * Calls that have returned.
	 */
	private record Landed(List<Reply> replies) implements Pending {

		@Override
		public List<Reply> await() {
			return this.replies;
		}

		@Override
		public void cancel() {
			// There is nothing left to stop.
		}

	}

}
