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

package io.github.warmcache.faults;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.Call;

/**
 * Hears what the pods of a fleet tell, and passes it on to those who judge by it. Safe
 * for use by several threads.
 */
final class Hearing implements PodProcess.CallListener {

	private static final int MOST_TEXTS = 10;

	private final Oracle oracle;

	private final Stalls stalls;

	private final Evidence evidence;

	private final Set<String> failureTexts = new ConcurrentSkipListSet<>();

	Hearing(Oracle oracle, Stalls stalls, Evidence evidence) {
		this.oracle = oracle;
		this.stalls = stalls;
		this.evidence = evidence;
	}

	@Override
	public void called(int pod, Call call) {
		this.oracle.accept(pod, call);
	}

	@Override
	public void stalled(Stall stall) {
		this.stalls.add(stall);
		if (stall.isLong()) {
			this.evidence.say(stall.toString());
		}
	}

	@Override
	public void failed(int pod, String text) {
		String line = text.replaceAll("\\s+", " ");
		this.evidence.say("pod " + pod + " threw: " + line);
		if (this.failureTexts.size() < MOST_TEXTS) {
			this.failureTexts.add(line);
		}
	}

	/**
	 * Return what calls threw since the last time, or some of it.
	 */
	List<String> failureTexts() {
		List<String> texts = List.copyOf(this.failureTexts);
		this.failureTexts.clear();
		return texts;
	}

}
