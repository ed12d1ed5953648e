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

import java.util.List;
import java.util.function.Consumer;

/**
 * Runner of scripts that records whether the server answers.
 */
public final class ObservedRunner {

	private final ScriptRunner runner;

	private final ServerState state;

	public ObservedRunner(ScriptRunner runner, ServerState state) {
		this.runner = runner;
		this.state = state;
	}

	/**
	 * Run one script.
	 * @throws RedisUnavailableException if it failed or did not return in time
	 */
	public Reply run(ScriptCall call) {
		Reply reply = runAll(List.of(call)).get(0);
		reply.requireSuccess();
		return reply;
	}

	public List<Reply> runAll(List<ScriptCall> calls) {
		return await(start(calls));
	}

	public ScriptRunner.Pending start(List<ScriptCall> calls) {
		return this.runner.start(calls);
	}

	public List<Reply> await(ScriptRunner.Pending pending) {
		List<Reply> replies = pending.await();
		for (Reply reply : replies) {
			if (reply.failure() != null) {
				if (!reply.failure().isRefused()) {
					this.state.failed(reply.failure());
				}
				return replies;
			}
		}
		this.state.answered();
		return replies;
	}

	public boolean joinsStripes() {
		return this.runner.joinsStripes();
	}

	public void send(ScriptCall call) {
		this.runner.send(call);
	}

	public void scan(byte[] pattern, int count, Consumer<List<byte[]>> step) {
		this.runner.scan(pattern, count, step);
	}

}
