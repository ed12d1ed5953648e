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

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.Call;
import io.github.warmcache.faults.pod.CallLog;
import io.github.warmcache.faults.pod.PodApplication;
import org.jspecify.annotations.Nullable;

/**
 * A pod in a JVM of its own, seen from the suite.
 */
final class PodProcess implements AutoCloseable {

	private static final int HELLO = 0;

	private final int number;

	private final Process process;

	private final Path log;

	private final ServerSocket control;

	private final CallListener listener;

	private final AtomicInteger questions = new AtomicInteger();

	private final Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

	private final CompletableFuture<String> hello = new CompletableFuture<>();

	private volatile @Nullable Socket line;

	private volatile boolean frozen;

	private volatile long frozenAt = Long.MAX_VALUE;

	private volatile long thawedAt = Long.MAX_VALUE;

	private volatile @Nullable RuntimeException ended;

	/**
	 * Begins to start a pod.
	 */
	PodProcess(int number, List<String> properties, CallListener listener, Path log) {
		this.number = number;
		this.listener = listener;
		this.log = log;
		this.answers.put(HELLO, this.hello);
		try {
			this.control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			List<String> command = new ArrayList<>(List.of(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
					// A pod lives for minutes at most.
					"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
					PodApplication.class.getName(), "--spring.config.name=pod",
					"--logging.config=classpath:logback-pod.xml"));
			properties.forEach((property) -> command.add("--" + property));
			command.add("--" + PodApplication.CONTROL_PORT + "=" + this.control.getLocalPort());
			this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start a pod", ex);
		}
		TcpProxy.daemon(this::listen, "pod-" + number);
		this.process.onExit().thenRun(() -> {
			closeControl();
			fail(new IllegalStateException("Pod " + number + " has ended"));
		});
	}

	private void listen() {
		try (Socket socket = this.control.accept();
				DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16))) {
			socket.setTcpNoDelay(true);
			this.line = socket;
			while (true) {
				int type = in.readUnsignedByte();
				if (type == CallLog.ANSWER) {
					CompletableFuture<String> answer = this.answers.remove(in.readInt());
					String text = in.readUTF();
					if (answer != null) {
						answer.complete(text);
					}
				}
				else if (type == CallLog.FAILURE) {
					this.listener.failed(this.number, in.readUTF());
				}
				else if (type == CallLog.STALL) {
					stalled(in.readLong(), in.readLong());
				}
				else {
					this.listener.called(this.number, Call.readFrom(type, in));
				}
			}
		}
		catch (IOException ex) {
			fail(new IllegalStateException("Pod " + this.number + " hung up", ex));
		}
	}

	/**
	 * What was frozen on purpose did not stall.
	 */
	private void stalled(long start, long end) {
		if (end < this.frozenAt || start > this.thawedAt) {
			this.listener.stalled(new Stall(this.number, start, end));
		}
	}

	private void fail(RuntimeException failure) {
		this.ended = failure;
		this.answers.values().forEach((answer) -> answer.completeExceptionally(failure));
	}

	private void closeControl() {
		try {
			this.control.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int number() {
		return this.number;
	}

	Path log() {
		return this.log;
	}

	/**
	 * Waits for the end of the start, and makes sure that this JVM and that of the pod
	 * read the same clock.
	 */
	void awaitStart(Duration atMost) {
		this.hello.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS).join();
		long before = System.nanoTime();
		long there = Long.parseLong(tell("clock"));
		if (there < before || there > System.nanoTime()) {
			throw new IllegalStateException("Pod and suite do not share a clock, so that nothing can be judged");
		}
	}

	/**
	 * The port at which the pod answers probes.
	 */
	int port() {
		return Integer.parseInt(this.hello.join());
	}

	CompletableFuture<String> ask(String command) {
		int question = this.questions.incrementAndGet();
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.answers.put(question, answer);
		RuntimeException failure = this.ended;
		if (failure != null) {
			answer.completeExceptionally(failure);
			return answer;
		}
		try {
			OutputStream out = Fleet.require(this.line).getOutputStream();
			synchronized (this.answers) {
				out.write((question + " " + command + "\n").getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
		}
		catch (IOException ex) {
			answer.completeExceptionally(ex);
		}
		return answer;
	}

	String tell(String command) {
		String answer = ask(command).orTimeout(60, TimeUnit.SECONDS).join();
		if (answer.startsWith("failed")) {
			throw new IllegalStateException("Pod " + this.number + " " + answer + " to " + command);
		}
		return answer;
	}

	boolean isFrozen() {
		return this.frozen;
	}

	/**
	 * Whether there is a process that could answer.
	 */
	boolean isAlive() {
		return this.process.isAlive();
	}

	void freeze() {
		this.thawedAt = Long.MAX_VALUE;
		this.frozenAt = System.nanoTime();
		this.frozen = true;
		signal("-STOP");
	}

	void thaw() {
		signal("-CONT");
		this.frozen = false;
		this.thawedAt = System.nanoTime();
	}

	void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Has the pod end as Kubernetes does.
	 */
	void stop() {
		signal("-TERM");
		awaitEnd();
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitEnd() {
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			kill();
		}
		closeControl();
	}

	/**
	 * Hears what a pod tells.
	 */
	interface CallListener {

		void called(int pod, Call call);

		void failed(int pod, String text);

		void stalled(Stall stall);

	}

}
