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
import java.util.function.Function;

/**
 * Runner of scripts that answers as it is told.
 */
public final class FakeScriptRunner implements ScriptRunner {

	private final List<ScriptCall> calls = new ArrayList<>();

	private boolean joinsStripes = true;

	private Function<ScriptCall, Reply> answer;

	/**
	 * Create a runner.
	 * @param answer answers each call
	 */
	public FakeScriptRunner(Function<ScriptCall, Reply> answer) {
		this.answer = answer;
	}

	/**
	 * Answer otherwise from now on.
	 * @param next answers each call
	 */
	public void answer(Function<ScriptCall, Reply> next) {
		this.answer = next;
	}

	/**
	 * Pretend to be connected to one server, or to a cluster.
	 * @param one whether it is one server
	 */
	public void joinStripes(boolean one) {
		this.joinsStripes = one;
	}

	/**
	 * Return the calls that were started.
	 * @return the calls, to be cleared by the caller if he likes
	 */
	public List<ScriptCall> calls() {
		return this.calls;
	}

	@Override
	public Pending start(List<ScriptCall> started) {
		this.calls.addAll(started);
		List<Reply> replies = started.stream().map(this.answer).toList();
		return new Pending() {

			@Override
			public List<Reply> await() {
				return replies;
			}

			@Override
			public void cancel() {
			}

		};
	}

	@Override
	public boolean joinsStripes() {
		return this.joinsStripes;
	}

	@Override
	public void send(ScriptCall call) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void scan(byte[] pattern, int count, Consumer<List<byte[]>> step) {
		throw new UnsupportedOperationException();
	}

}
