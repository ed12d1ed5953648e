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

package io.github.warmcache.sample.incident;

import io.github.warmcache.sample.lab.HttpLine.Answer;
import io.github.warmcache.sample.lab.Load;
import io.github.warmcache.sample.lab.Responses.Outcome;
import io.github.warmcache.sample.lab.ZipfKeys;

/**
 * Has a pod decide about one user after the other.
 */
final class DecisionQuestion implements Load.Question {

	private final ZipfKeys users;

	private final int pod;

	DecisionQuestion(ZipfKeys users, int pod) {
		this.users = users;
		this.pod = pod;
	}

	@Override
	public String path(int request) {
		return "/decisions/" + this.users.of(request);
	}

	@Override
	public Outcome outcome(int request, Answer answer) {
		if (answer.status() != 200 || !answer.body().startsWith("{\"user\":" + this.users.of(request) + ",")) {
			return Outcome.ERROR;
		}
		return answer.body().contains("\"flagged\":false") ? Outcome.ANSWERED : Outcome.WRONG;
	}

	@Override
	public int pod(Answer answer) {
		return this.pod;
	}

}
