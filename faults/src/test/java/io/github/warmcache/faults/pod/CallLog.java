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

package io.github.warmcache.faults.pod;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a pod tells the suite: its calls, and its answers to commands.
 */
public final class CallLog implements AutoCloseable {

	/** First byte of an answer. */
	public static final int ANSWER = 100;

	/** First byte of the text of an exception. */
	public static final int FAILURE = 101;

	/** First byte of a time in which the pod did not get to run. */
	public static final int STALL = 102;

	private static final int FLUSH_MILLIS = 10;

	private final DataOutputStream out;

	private final ScheduledExecutorService flusher = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "call-log");
		thread.setDaemon(true);
		return thread;
	});

	CallLog(OutputStream out) {
		this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
		this.flusher.scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
	}

	void write(Call call) {
		write(call::writeTo);
	}

	void failed(Call call, RuntimeException failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String text = CacheNames.ALL.get(call.cache()) + ": " + failure.getClass().getSimpleName() + " by " + root;
		write((to) -> {
			call.writeTo(to);
			to.writeByte(FAILURE);
			to.writeUTF(text.substring(0, Math.min(text.length(), 400)));
		});
	}

	void stalled(long start, long end) {
		write((to) -> {
			to.writeByte(STALL);
			to.writeLong(start);
			to.writeLong(end);
		});
	}

	void answer(int id, String text) {
		write((to) -> {
			to.writeByte(ANSWER);
			to.writeInt(id);
			to.writeUTF(text);
		});
		flush();
	}

	private synchronized void write(Message message) {
		try {
			message.writeTo(this.out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized void flush() {
		try {
			this.out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.flusher.shutdownNow();
	}

	private interface Message {

		void writeTo(DataOutputStream out) throws IOException;

	}

}
