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

package io.github.warmcache.source;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of sources that are written by hand, and of what the interface does for them.
 */
class BeanCacheSourceTests extends CacheSourceContractTests {

	@Override
	protected CacheSource<Integer, Item> sourceOf(Map<Integer, Item> entries) {
		return new InMemorySource(entries);
	}

	@Override
	protected CacheSource<Integer, Item> failingSource() {
		return new InMemorySource(Map.of()) {

			@Override
			public Item load(Integer key) throws IOException {
				throw new IOException("no route to host");
			}

			@Override
			public void stream(EntrySink<? super Integer, ? super Item> sink) throws IOException {
				throw new IOException("no route to host");
			}

		};
	}

	@Override
	protected CacheSource<Integer, Item> blockedSource() {
		return new InMemorySource(Map.of()) {

			@Override
			public void stream(EntrySink<? super Integer, ? super Item> sink) throws InterruptedException {
				CountDownLatch cancelled = new CountDownLatch(1);
				sink.onCancel(cancelled::countDown);
				cancelled.await();
				throw new CancellationException();
			}

		};
	}

	@Test
	void aLambdaCannotListItsEntriesAndSaysWhatToImplement() throws Exception {
		CacheSource<Integer, Item> source = CacheSourceContractTests::item;
		assertThat(source.load(3)).isEqualTo(item(3));
		assertThat(source.count()).isEmpty();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageContaining("implement stream(EntrySink)");
	}

	private static class InMemorySource implements CacheSource<Integer, Item> {

		private final Map<Integer, Item> entries;

		InMemorySource(Map<Integer, Item> entries) {
			this.entries = entries;
		}

		@Override
		public Item load(Integer key) throws IOException {
			return this.entries.get(key);
		}

		@Override
		public void stream(EntrySink<? super Integer, ? super Item> sink) throws Exception {
			this.entries.forEach(sink::accept);
		}

		@Override
		public OptionalLong count() {
			return OptionalLong.of(this.entries.size());
		}

	}

}
