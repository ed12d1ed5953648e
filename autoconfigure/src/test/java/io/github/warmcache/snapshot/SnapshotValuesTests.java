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
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.snapshot.TestSnapshots.Loading;
import io.github.warmcache.testsupport.values.StateText;
import io.github.warmcache.testsupport.values.ValueCase;
import io.github.warmcache.testsupport.values.ValueCase.Expectation;
import io.github.warmcache.testsupport.values.ValueTable;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one run of a pod holds against what the next one has, through snapshot files.
 */
@ExtendWith(OutputCaptureExtension.class)
class SnapshotValuesTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final ValueCodecFactory codecs = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build());

	private final Map<String, ValueCase> cases = new LinkedHashMap<>();

	private final Map<String, String> refused = new TreeMap<>();

	@TempDir
	private Path directory;

	@Test
	void theNextRunHasTheSameOrIsToldThatThereIsNothing(CapturedOutput output) throws Exception {
		ValueTable.cases().forEach((given) -> this.cases.put("cache" + this.cases.size(), given));
		this.cases.forEach((name, given) -> {
			String rejection = rejection(name, given.type());
			if (rejection != null) {
				this.refused.put(name, rejection);
			}
		});
		try (Run first = new Run()) {
			first.names.forEach((name) -> first.cache(name).put(1, this.cases.get(name).value()));
			first.write();
		}
		Map<String, String> other = new TreeMap<>();
		try (Run second = new Run()) {
			for (Map.Entry<String, ValueCase> entry : this.cases.entrySet()) {
				String problem = this.refused.containsKey(entry.getKey()) ? refusal(entry.getKey(), entry.getValue(), 0)
						: compare(second, entry.getKey(), entry.getValue(), output);
				if (!problem.isEmpty()) {
					other.put(entry.getValue().name(), problem);
				}
			}
		}
		assertThat(other).isEmpty();
	}

	private @Nullable String rejection(String name, ResolvableType type) {
		try {
			return this.codecs.create(name, type).rejection();
		}
		catch (IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private String compare(Run run, String name, ValueCase given, CapturedOutput output) throws Exception {
		run.load(name);
		List<String> told = output.getAll()
			.lines()
			.filter((line) -> line.contains("WARN") && line.contains("'" + name + "'"))
			.toList();
		ValueWrapper held = (ValueWrapper) run.cache(name).getNativeCache().policy().getIfPresentQuietly(1);
		if (held == null) {
			told.forEach((line) -> this.refused.put(name, line));
			return refusal(name, given, told.size() - 1);
		}
		if (!StateText.of(held.get()).equals(StateText.of(given.value()))) {
			return "differs";
		}
		return (told.isEmpty() && given.expectation() != Expectation.REFUSED) ? "" : "is equal, but told " + told;
	}

	/**
	 * Return what is wrong with a refusal.
	 */
	private String refusal(String name, ValueCase given, int more) {
		String told = this.refused.getOrDefault(name, "");
		boolean fine = given.expectation() != Expectation.EQUAL && more == 0 && told.matches(".*[a-z]+\\.[A-Za-z.]+.*");
		return fine ? "" : "is refused: " + more + " " + told;
	}

	@Test
	void aDifferenceThatIsNoticedLateRemovesTheFile(CapturedOutput output) throws Exception {
		this.cases.put("late",
				new ValueCase("late", ResolvableType.forClass(Late.class), new Late("a"), Expectation.REFUSED));
		for (boolean changes : new boolean[] { false, true }) {
			Late.changes = changes;
			try (Run run = new Run()) {
				run.cache("late").put(1, new Late("a"));
				run.write();
				assertThat(run.cache("late").statistics().count(CacheEvent.SNAPSHOT_UNEQUAL))
					.isEqualTo(changes ? 1 : 0);
			}
			finally {
				Late.changes = false;
			}
			assertThat(this.directory.resolve("late.once").toFile().exists()).isEqualTo(!changes);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("'late'", Late.class.getName() + ": 'text'", "'warmcache.caches.late.shared.trust'")
			.doesNotContain("changed");
	}

	record Late(String text) {

		private static boolean changes;

		Late {
			text = changes ? "changed " + text : text;
		}

	}

	private final class Run implements AutoCloseable {

		private final TieredCacheManager caches = new TieredCacheManager(List::of, this::create);

		private final SnapshotSettings settings = new SnapshotSettings(SnapshotValuesTests.this.directory, "atlas",
				HOUR, Duration.ofHours(24));

		private final SnapshotDirectory files = new SnapshotDirectory(SnapshotValuesTests.this.directory);

		private final EntryFormats codecs = new EntryFormats(SnapshotValuesTests.this.codecs);

		private final Set<String> names = new TreeSet<>(SnapshotValuesTests.this.cases.keySet());

		Run() {
			this.names.removeAll(SnapshotValuesTests.this.refused.keySet());
			this.names.forEach(this.caches::getCache);
		}

		void write() throws InterruptedException {
			new SnapshotPass(this.settings, this.files, this.codecs, this.caches, () -> null, (name) -> 0L,
					InstantSource.system())
				.run(this.names, true, () -> true, () -> false);
		}

		void load(String name) throws Exception {
			try (Loading loading = new Loading(cache(name))) {
				new SnapshotWarmer(this.settings, this.files, this.codecs, () -> null, InstantSource.system())
					.warm(loading);
			}
		}

		private TieredCache create(String name) {
			return TieredCache
				.builder(new CacheDefinition(name, ResolvableType.forClass(Integer.class),
						SnapshotValuesTests.this.cases.get(name).type(),
						new LocalTierSettings(100L, null, HOUR, 0, Duration.ofMinutes(10)), null))
				.build();
		}

		TieredCache cache(String name) {
			return this.caches.getCache(name);
		}

		@Override
		public void close() {
			this.files.close();
		}

	}

}
