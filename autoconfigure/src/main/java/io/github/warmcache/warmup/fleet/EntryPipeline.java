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

package io.github.warmcache.warmup.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Pipeline from the thread that reads a source to a second thread that stores the
 * entries. The reader waits while the second thread is behind, and rethrows its failure.
 */
final class EntryPipeline implements EntrySink<Object, Object> {

	/**
	 * Number of entries up to which the reading thread stores them itself: below it, a
	 * second thread does not pay off.
	 */
	private static final int FEW = 512;

	/**
	 * Number of entries that are handed over at once. With fewer, both threads wait for
	 * each other more than they work: waking a thread takes as long as storing a hundred
	 * entries.
	 */
	private static final int BLOCK = 512;

	/**
	 * Maximum number of blocks in flight, about as much as a driver fetches at once.
	 */
	private static final int MOST_BLOCKS = 8;

	/**
	 * Time after which a block is handed over before it is full, so that entries of a
	 * slow source do not wait for it.
	 */
	private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

	private final EntrySink<Object, Object> sink;

	private final ThreadFactory threads;

	private final Deque<Block> blocks = new ArrayDeque<>();

	private int stored;

	private Block next = new Block();

	private long handed;

	private @Nullable Thread storing;

	private final CountDownLatch over = new CountDownLatch(1);

	private boolean ended;

	private volatile @Nullable Throwable failure;

	private EntryPipeline(EntrySink<Object, Object> sink, String cacheName) {
		this.sink = sink;
		this.threads = DaemonThreads.numbered("warmcache-warmup-" + cacheName + "-fill-");
	}

	/**
	 * Read entries and store them at the same time.
	 * @param sink stores them, on one thread at a time
	 * @param cacheName names the thread that stores
	 * @param reading reads them
	 * @param <T> the type of the result of reading
	 * @return the result of reading, once everything is stored
	 * @throws Exception the failure of reading or storing; after a failure of reading,
	 * the entries that were read are stored
	 */
	static <T> T read(EntrySink<Object, Object> sink, String cacheName, Reading<T> reading) throws Exception {
		if (Runtime.getRuntime().availableProcessors() == 1) {
			return reading.into(sink);
		}
		EntryPipeline handOver = new EntryPipeline(sink, cacheName);
		T result;
		try {
			result = reading.into(handOver);
		}
		catch (Throwable ex) {
			handOver.finishAfter(ex);
			throw ex;
		}
		handOver.finish();
		return result;
	}

	@Override
	public boolean wants(Object key) {
		return this.sink.wants(key);
	}

	@Override
	public void unreadable(@Nullable Object key, UnreadableEntryException problem) {
		this.sink.unreadable(key, problem);
	}

	@Override
	public void onCancel(Runnable action) {
		this.sink.onCancel(action);
	}

	@Override
	public void accept(Object key, Object value) {
		if (this.stored < FEW) {
			this.stored++;
			this.sink.accept(key, value);
			return;
		}
		int size = this.next.add(key, value);
		// Check the time only at powers of two: that takes as long as the rest of this
		// method.
		if (size == BLOCK || ((size & (size - 1)) == 0 && System.nanoTime() - this.handed > LONGEST_WAIT)) {
			if (this.storing == null) {
				Thread thread = this.threads.newThread(this::store);
				thread.start();
				this.storing = thread;
			}
			hand(this.next);
			this.next = new Block();
			this.handed = System.nanoTime();
		}
	}

	private synchronized void hand(Block block) {
		try {
			while (this.blocks.size() == MOST_BLOCKS && this.failure == null) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("The warm-up was interrupted");
		}
		throwIfFailed();
		this.blocks.add(block);
		notifyAll();
	}

	private void throwIfFailed() {
		if (this.failure instanceof Error error) {
			throw error;
		}
		if (this.failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

	private void store() {
		try {
			for (Block block = take(); block != null; block = take()) {
				block.store(this.sink);
			}
		}
		catch (RuntimeException | Error ex) {
			synchronized (this) {
				this.failure = ex;
				notifyAll();
			}
		}
		finally {
			this.over.countDown();
		}
	}

	private synchronized @Nullable Block take() {
		try {
			while (this.blocks.isEmpty() && !this.ended) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			throw new CancellationException("The warm-up was interrupted");
		}
		Block block = this.blocks.poll();
		notifyAll();
		return block;
	}

	private void finish() {
		awaitOther();
		throwIfFailed();
		this.next.store(this.sink);
	}

	private void finishAfter(Throwable failed) {
		try {
			finish();
		}
		catch (RuntimeException | Error ex) {
			if (ex != failed) {
				failed.addSuppressed(ex);
			}
		}
	}

	/**
	 * Wait until the other thread has stored everything it was given.
	 */
	private void awaitOther() {
		synchronized (this) {
			this.ended = true;
			notifyAll();
		}
		Thread other = this.storing;
		boolean interrupted = false;
		while (other != null && this.over.getCount() > 0) {
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				// The other thread may be blocked, so interrupt it too.
				other.interrupt();
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Reads a source.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Reading<T> {

		T into(EntrySink<Object, Object> sink) throws Exception;

	}

	/**
	 * Entries that are handed over together.
	 */
	private static final class Block {

		private final Object[] keys = new Object[BLOCK];

		private final Object[] values = new Object[BLOCK];

		private int size;

		int add(Object key, Object value) {
			this.keys[this.size] = key;
			this.values[this.size] = value;
			return ++this.size;
		}

		void store(EntrySink<Object, Object> sink) {
			for (int i = 0; i < this.size; i++) {
				sink.accept(this.keys[i], this.values[i]);
			}
		}

	}

}
