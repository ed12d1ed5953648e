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

package io.github.warmcache.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedHistory;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.codec.Signer;
import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A run of a pod with one cache, and its snapshots.
 */
final class TestSnapshots implements AutoCloseable {

	static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	static final Duration TTL = Duration.ofHours(1);

	final AtomicReference<Instant> time = new AtomicReference<>(BEGIN);

	final ValueCodecFactory codecs = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build());

	final AtomicLong full = new AtomicLong();

	final TieredCacheManager caches;

	final @Nullable SharedHistory history;

	final Snapshots snapshots;

	final SnapshotSettings settings;

	TestSnapshots(Path directory) {
		this(directory, "atlas");
	}

	TestSnapshots(Path directory, String application) {
		this(directory, application, new Unchanged(), null);
	}

	private TestSnapshots(Path directory, String application, @Nullable SharedHistory history,
			@Nullable Signer signer) {
		this.history = history;
		this.caches = new TieredCacheManager(List::of, (name) -> create(name, history != null));
		this.settings = new SnapshotSettings(directory, application, Duration.ofHours(1), Duration.ofHours(24), signer);
		InstantSource clock = this.time::get;
		this.snapshots = new Snapshots(this.settings, this.caches, this.codecs, () -> history,
				(name) -> this.full.get(), clock);
		this.snapshots.warmer("cities");
		this.caches.getCache("cities");
	}

	/**
	 * A run whose cache shares its values with nobody.
	 */
	static TestSnapshots local(Path directory) {
		return new TestSnapshots(directory, "atlas", null, null);
	}

	/**
	 * A run that signs its files and reads only signed ones.
	 */
	static TestSnapshots signed(Path directory, @Nullable Signer signer) {
		return new TestSnapshots(directory, "atlas", new Unchanged(), signer);
	}

	private static TieredCache create(String name, boolean shared) {
		return TieredCache
			.builder(new CacheDefinition(name, ResolvableType.forClass(Integer.class),
					ResolvableType.forClass(City.class),
					new LocalTierSettings(100_000L, null, TTL, 0, Duration.ofMinutes(10)), shared ? TTL : null))
			.sharedTier(shared ? new FakeSharedTier() : null)
			.build();
	}

	TieredCache cities() {
		return this.caches.getCache("cities");
	}

	TestSnapshots at(Instant instant) {
		this.time.set(instant);
		return this;
	}

	/**
	 * Write the file, as at the end of an application.
	 */
	Path write() {
		this.snapshots.start();
		this.snapshots.stop();
		return this.settings.directory().resolve((this.history != null) ? "cities.snapshot" : "cities.once");
	}

	/**
	 * Write the file of cities with the given ids.
	 */
	static Path write(Path directory, int count) {
		try (TestSnapshots run = new TestSnapshots(directory)) {
			for (int id = 1; id <= count; id++) {
				run.cities().put(id, City.of(id));
			}
			return run.write();
		}
	}

	Loading load() throws Exception {
		try (Loading loading = new Loading(cities())) {
			this.snapshots.warmer("cities").warm(loading);
			return loading;
		}
	}

	/**
	 * Return what is held, without loading anything.
	 */
	@Nullable City held(int id) {
		var wrapper = cities().getNativeCache().policy().getIfPresentQuietly(id);
		return (wrapper != null) ? (City) wrapper.get() : null;
	}

	@Override
	public void close() {
		this.snapshots.start();
		this.snapshots.stop();
	}

	/**
	 * Takes what a warmer hands over, as a warm-up does.
	 */
	static final class Loading implements WarmupContext, AutoCloseable {

		private final TieredCache cache;

		private final CacheFill fill;

		private long entries;

		private @Nullable Long expected;

		private @Nullable Boolean complete;

		private @Nullable Exception doubt;

		Loading(TieredCache cache) {
			this.cache = cache;
			this.fill = cache.beginFill(false);
		}

		@Override
		public TieredCache cache() {
			return this.cache;
		}

		@Override
		public void accept(Object key, @Nullable Object value, Duration timeToLive) {
			throw new UnsupportedOperationException("A snapshot tells the provenance");
		}

		@Override
		public void accept(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
			this.fill.put(key, value, timeToLive, provenance);
			if (value != null) {
				this.entries++;
			}
		}

		@Override
		public void accept(Object key, Object value) {
			throw new UnsupportedOperationException("It lives as long as was left");
		}

		@Override
		public void expect(long total) {
			this.expected = total;
		}

		@Override
		public void complete(boolean value) {
			this.complete = value;
		}

		@Override
		public void unverified(Exception cause) {
			this.doubt = cause;
		}

		@Override
		public boolean isCancelled() {
			return false;
		}

		@Override
		public void onCancel(Runnable action) {
		}

		@Nullable Exception doubt() {
			return this.doubt;
		}

		long entries() {
			return this.entries;
		}

		@Nullable Long expected() {
			return this.expected;
		}

		boolean isComplete() {
			Boolean said = this.complete;
			return this.entries > 0 && ((said != null) ? said : this.entries >= Objects.requireNonNull(this.expected));
		}

		@Override
		public void close() {
			this.fill.close();
		}

	}

	/**
	 * History in which nothing ever changed.
	 */
	private static final class Unchanged implements SharedHistory {

		@Override
		public List<@Nullable String> positions() {
			return Collections.nCopies(SharedTier.STRIPES, "1");
		}

		@Override
		public List<Boolean> adopt(String cacheName, List<@Nullable String> positions) {
			return positions.stream().map(Objects::nonNull).toList();
		}

	}

	record City(int id, String name, List<String> tags) {

		static City of(int id) {
			return new City(id, "city " + id, List.of("a" + id, "b"));
		}

	}

}
