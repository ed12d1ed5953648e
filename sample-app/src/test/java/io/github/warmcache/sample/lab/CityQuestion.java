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

package io.github.warmcache.sample.lab;

import io.github.warmcache.sample.lab.HttpLine.Answer;
import io.github.warmcache.sample.lab.Responses.Outcome;

/**
 * Asks the atlas for single cities, through the load balancer.
 */
final class CityQuestion implements Load.Question {

	private final ZipfKeys keys;

	CityQuestion(ZipfKeys keys) {
		this.keys = keys;
	}

	@Override
	public String path(int request) {
		return "/cities/" + this.keys.of(request);
	}

	@Override
	public Outcome outcome(int request, Answer answer) {
		if (answer.status() != 200 || !answer.body().startsWith("{\"id\":" + this.keys.of(request) + ",")) {
			return Outcome.ERROR;
		}
		return switch (answer.header("x-cache-tier")) {
			case "" -> Outcome.ANSWERED;
			case "local" -> Outcome.LOCAL;
			default -> Outcome.COLD;
		};
	}

	/**
	 * Return the number at the end of the name that the load balancer gave the pod.
	 */
	@Override
	public int pod(Answer answer) {
		String name = answer.header("x-pod");
		return name.startsWith(Haproxy.POD) ? Integer.parseInt(name.substring(Haproxy.POD.length())) : -1;
	}

}
