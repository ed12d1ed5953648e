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
final class Load implements AutoCloseable {

	/** As many may be under way at once before the load itself runs late. */
	private static final int USERS = 96;

	private static final int TIMEOUT_MILLIS = 5000;

	private final ZipfKeys keys;

	private final int port;

	private final Responses responses;

	private final AtomicInteger next = new AtomicInteger();

	private final List<Thread> users = new ArrayList<>();

	private volatile boolean over;

	/**
	 * Begin.
	 * @param port where the load balancer listens
	 * @param atMostSeconds how long it may go on
	 */
	Load(ZipfKeys keys, int port, int perSecond, int atMostSeconds) {
		this.keys = keys;
		this.port = port;
		this.responses = new Responses(new Schedule(System.nanoTime(), perSecond), perSecond * atMostSeconds);
		for (int i = 0; i < USERS; i++) {
			Thread user = new Thread(this::ask, "user-" + i);
			user.setDaemon(true);
			user.start();
			this.users.add(user);
		}
	}

	Responses responses() {
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
			long key = this.keys.of(request);
			Answer answer = line.get("/cities/" + key);
			long end = System.nanoTime();
			this.responses.add(request, outcome(answer, key), pod(answer), end);
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

	private static Outcome outcome(Answer answer, long key) {
		if (answer.status() != 200 || !answer.body().startsWith("{\"id\":" + key + ",")) {
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
	private static int pod(Answer answer) {
		String name = answer.header("x-pod");
		return name.startsWith(Haproxy.POD) ? Integer.parseInt(name.substring(Haproxy.POD.length())) : -1;
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

}
