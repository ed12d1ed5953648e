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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.sample.lab.HttpLine.Answer;
import io.github.warmcache.sample.lab.Responses.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Users who do not wait for each other: requests at a constant rate, each measured from
 * when it was due, so that a slow answer delays none of the others and hides nowhere.
 */
public final class Load implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5000;

	private final Question question;

	private final int port;

	private final Responses responses;

	private final AtomicInteger next = new AtomicInteger();

	private final List<Thread> users = new ArrayList<>();

	private volatile boolean over;

	/**
	 * Begin.
	 * @param question what is asked
	 * @param port where a load balancer or a pod listens
	 * @param users how many requests may be under way at once before the load itself runs
	 * late
	 * @param atMostSeconds how long it may go on
	 */
	public Load(Question question, int port, int users, int perSecond, int atMostSeconds) {
		this.question = question;
		this.port = port;
		this.responses = new Responses(new Schedule(System.nanoTime(), perSecond), perSecond * atMostSeconds);
		for (int i = 0; i < users; i++) {
			Thread user = new Thread(this::ask, "user-" + i);
			user.setDaemon(true);
			user.start();
			this.users.add(user);
		}
	}

	public Responses responses() {
		return this.responses;
	}

	private void ask() {
		HttpLine line = null;
		for (int request = this.next.getAndIncrement(); request < this.responses.capacity(); request = this.next
			.getAndIncrement()) {
			Pauses.until(this.responses.schedule().due(request));
			if (this.over) {
				break;
			}
			line = ask(line, request);
		}
		if (line != null) {
			line.close();
		}
	}

	private @Nullable HttpLine ask(@Nullable HttpLine open, int request) {
		HttpLine line = open;
		try {
			if (line == null) {
				line = new HttpLine(this.port, TIMEOUT_MILLIS);
			}
			Answer answer = line.get(this.question.path(request));
			long end = System.nanoTime();
			this.responses.add(request, this.question.outcome(request, answer), this.question.pod(answer), end);
			if (answer.header("connection").equalsIgnoreCase("close")) {
				// A server ends a connection after some requests.
				line.close();
				return null;
			}
			return line;
		}
		catch (IOException ex) {
			this.responses.add(request, Outcome.ERROR, -1, System.nanoTime());
			if (line != null) {
				line.close();
			}
			return null;
		}
	}

	@Override
	public void close() {
		this.over = true;
		for (Thread user : this.users) {
			try {
				user.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/**
	 * What users want to know. Used by several threads.
	 */
	public interface Question {

		String path(int request);

		Outcome outcome(int request, Answer answer);

		/**
		 * Return the number of the pod that gave an answer, or -1.
		 */
		int pod(Answer answer);

	}

}
