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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import io.github.warmcache.snapshot.TestSnapshots.City;
import io.github.warmcache.snapshot.TestSnapshots.Loading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Snapshots} of a cache that shares its values with nobody, so that
 * nothing tells what was changed since.
 */
@ExtendWith(OutputCaptureExtension.class)
class LocalSnapshotsTests {

	@TempDir
	Path directory;

	private void writeCities() {
		TestSnapshots run = TestSnapshots.local(this.directory);
		run.cities().put(1, City.of(1));
		run.cities().put(2, City.of(2));
		assertThat(run.write()).exists();
	}

	@Test
	void theNextRunHoldsWhatTheOneBeforeHeldAtItsEnd() throws Exception {
		writeCities();
		TestSnapshots next = TestSnapshots.local(this.directory);
		Loading loading = next.load();
		assertThat(loading.entries()).isEqualTo(2);
		assertThat(loading.isComplete()).isTrue();
		assertThat(next.held(1)).isEqualTo(City.of(1));
	}

	@Test
	void nothingIsWrittenBeforeTheEnd() throws Exception {
		for (boolean atTheEnd : new boolean[] { false, true }) {
			TestSnapshots run = TestSnapshots.local(this.directory);
			run.cities().put(1, City.of(1));
			try (SnapshotDirectory opened = new SnapshotDirectory(this.directory)) {
				SnapshotPass pass = new SnapshotPass(run.settings, opened, new EntryFormats(run.codecs), run.caches,
						() -> null, (name) -> 1L, run.time::get);
				pass.run(Set.of("cities"), atTheEnd, () -> true, () -> false);
				assertThat(Files.exists(opened.fileForOnce("cities"))).isEqualTo(atTheEnd);
				assertThat(opened.file("cities")).doesNotExist();
			}
		}
	}

	@Test
	void whatWasEvictedBeforeACrashDoesNotComeBack() throws Exception {
		writeCities();
		TestSnapshots crashing = TestSnapshots.local(this.directory);
		assertThat(crashing.load().entries()).isEqualTo(2);
		crashing.cities().evict(1);
		TestSnapshots next = TestSnapshots.local(asACrashLeavesIt("next"));
		assertThat(next.load().entries()).isZero();
		assertThat(next.held(1)).isNull();
	}

	@Test
	void aFileThatNobodyAskedForIsNotKeptForALaterRunEither() throws Exception {
		writeCities();
		TestSnapshots crashing = TestSnapshots.local(this.directory);
		crashing.snapshots.start();
		crashing.cities().evict(1);
		assertThat(TestSnapshots.local(asACrashLeavesIt("next")).load().entries()).isZero();
	}

	@Test
	void aFileThatIsLeftAsideIsNotKeptEither(CapturedOutput output) throws Exception {
		Files.writeString(this.directory.resolve("cities.once"), "id;name\n1;Rome\n");
		TestSnapshots run = TestSnapshots.local(this.directory);
		assertThat(run.load().entries()).isZero();
		assertThat(output).contains("The snapshot of cache 'cities' is rejected: it is not a snapshot");
		assertThat(this.directory.resolve("cities.once")).doesNotExist();
		assertThat(this.directory.resolve("cities.once.claimed")).doesNotExist();
	}

	@Test
	void theFileIsWrittenAtEachEndEvenIfNothingChanged() throws Exception {
		TestSnapshots run = TestSnapshots.local(this.directory);
		run.cities().put(1, City.of(1));
		Files.delete(run.write());
		assertThat(run.write()).exists();
	}

	@Test
	void aCacheThatSharesNothingDoesNotReadWhatItWroteWhileItShared() throws Exception {
		TestSnapshots.write(this.directory, 2);
		assertThat(TestSnapshots.local(this.directory).load().entries()).isZero();
	}

	private Path asACrashLeavesIt(String name) throws IOException {
		Path copy = Files.createDirectory(this.directory.resolve(name));
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, Files::isRegularFile)) {
			for (Path file : files) {
				Files.copy(file, copy.resolve(file.getFileName()));
			}
		}
		return copy;
	}

}
