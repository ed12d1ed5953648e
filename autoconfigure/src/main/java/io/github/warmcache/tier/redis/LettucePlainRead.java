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

package io.github.warmcache.tier.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a plain read under way, written to the connection together: one by one
 * each would be a write to the socket of its own.
 */
final class LettucePlainRead implements ScriptRunner.Flight {

	private static final String SEQUENCE_FIELD = "seq";

	private final AsyncCommand<byte[], byte[], List<byte[]>> meta;

	private final AsyncCommand<byte[], byte[], Long> remaining;

	private final AsyncCommand<byte[], byte[], byte[]> stored;

	private final long deadline;

	private @Nullable RedisUnavailableException failure;

	LettucePlainRead(PlainRead read, LettuceLink link, long deadline) {
		this.meta = command(CommandType.HMGET, new ValueListOutput<>(ByteArrayCodec.INSTANCE),
				arguments(read.meta()).add(read.epochField()).add(SEQUENCE_FIELD).add(read.schemasField()));
		this.remaining = command(CommandType.PTTL, new IntegerOutput<>(ByteArrayCodec.INSTANCE),
				arguments(read.name()));
		// Not GET: what somebody else wrote there may be far longer than a value.
		this.stored = command(CommandType.GETRANGE, new ValueOutput<>(ByteArrayCodec.INSTANCE),
				arguments(read.name()).add(0).add(read.longest()));
		this.deadline = deadline;
		try {
			link.connection(deadline).dispatch(List.of(this.meta, this.remaining, this.stored));
		}
		catch (RedisException | RedisUnavailableException ex) {
			this.failure = RedisUnavailableException.of(ex);
		}
	}

	private static <T> AsyncCommand<byte[], byte[], T> command(CommandType type,
			CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
		return new AsyncCommand<>(new Command<>(type, output, arguments));
	}

	private static CommandArgs<byte[], byte[]> arguments(byte[] key) {
		return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key);
	}

	@Override
	public List<Reply> await() {
		if (this.failure != null) {
			return List.of(Reply.failed(this.failure));
		}
		try {
			// The last one first: when it has come, the others have, and nobody is woken
			// three times.
			byte[] bytes = LettuceScriptRunner.await(this.stored, this.deadline);
			Long millis = LettuceScriptRunner.await(this.remaining, this.deadline);
			List<@Nullable Object> elements = new ArrayList<>(LettuceScriptRunner.await(this.meta, this.deadline));
			elements.add(millis);
			elements.add(bytes);
			return List.of(new Reply(elements, null));
		}
		catch (ExecutionException ex) {
			RedisUnavailableException reason = RedisUnavailableException.of(LettuceScriptRunner.cause(ex));
			cancel();
			// What a plain command may not look at, a script knows how to put right.
			return List.of(reason.isAnswer() ? new Reply(List.of(), null) : Reply.failed(reason));
		}
		catch (RedisUnavailableException ex) {
			cancel();
			return List.of(Reply.failed(ex));
		}
	}

	@Override
	public void cancel() {
		this.meta.cancel(true);
		this.remaining.cancel(true);
		this.stored.cancel(true);
	}

}
