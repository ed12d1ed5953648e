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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.warmcache.snapshot.TestSnapshots.City;
import io.github.warmcache.snapshot.TestSnapshots.Loading;
import io.github.warmcache.tier.ValueOrigin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Snapshots} of a cache whose changes are told.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class SnapshotsTests {

	private static final int COUNT = 2000;

	@TempDir
	Path directory;

	@Test
	void aFileOfACacheThatWasNeverFullIsNoMeasure() throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		Loading loading = new TestSnapshots(this.directory).load();
		assertThat(loading.entries()).isEqualTo(COUNT);
		assertThat(loading.doubt()).hasMessageContaining("was not full");
	}

	@Test
	void theNextRunHoldsWhatTheOneBeforeHeld() throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots next = new TestSnapshots(this.directory);
		Loading loading = next.load();
		assertThat(loading.entries()).isEqualTo(COUNT);
		assertThat(loading.isComplete()).isTrue();
		for (int id = 1; id <= COUNT; id++) {
			assertThat(next.held(id)).isEqualTo(City.of(id));
		}
	}

	@Test
	void originAndAgeAreKept() throws Exception {
		TestSnapshots run = new TestSnapshots(this.directory);
		run.cities().put(1, City.of(1));
		run.cities().get(2, () -> City.of(2));
		run.cities().beginFill(false).put(3, City.of(3));
		run.cities().put(4, null);
		run.cities().beginFill(false).put(5, City.of(5), TestSnapshots.TTL);
		run.write();
		TestSnapshots next = new TestSnapshots(this.directory).at(TestSnapshots.BEGIN.plus(Duration.ofMinutes(5)));
		assertThat(next.load().entries()).isEqualTo(4);
		Map<Object, ValueOrigin> origins = new TreeMap<>();
		next.cities().localContents().visit((key, held) -> {
			origins.put(key, held.provenance().origin());
			if (!key.equals(5)) {
				assertThat(held.provenance().age()).isBetween(Duration.ofMinutes(5).minusSeconds(2),
						Duration.ofMinutes(6));
			}
			else {
				assertThat(held.provenance().age()).isNull();
			}
		});
		assertThat(origins).containsExactly(Map.entry(1, ValueOrigin.PUT), Map.entry(2, ValueOrigin.METHOD),
				Map.entry(3, ValueOrigin.SOURCE), Map.entry(4, ValueOrigin.PUT), Map.entry(5, ValueOrigin.UNKNOWN));
	}

	@Test
	void aKnownAbsenceIsKept() throws Exception {
		TestSnapshots run = new TestSnapshots(this.directory);
		run.cities().put(1, City.of(1));
		run.cities().put(2, null);
		run.write();
		TestSnapshots next = new TestSnapshots(this.directory);
		Loading loading = next.load();
		assertThat(loading.entries()).isEqualTo(1);
		assertThat(loading.isComplete()).isTrue();
		assertThat(next.cities().get(2)).isNotNull().extracting((held) -> held.get()).isNull();
	}

	@Test
	void anEntryLivesNoLongerThanItWouldHave() throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots late = new TestSnapshots(this.directory).at(TestSnapshots.BEGIN.plus(Duration.ofMinutes(40)));
		assertThat(late.load().entries()).isEqualTo(COUNT);
		late.cities()
			.localContents()
			.visit((key, held) -> assertThat(held.remaining()).isBetween(Duration.ofMinutes(18),
					Duration.ofMinutes(20)));
		TestSnapshots later = new TestSnapshots(this.directory.resolve("other"));
		Files.createDirectory(this.directory.resolve("other"));
		Files.copy(this.directory.resolve("cities.snapshot"), this.directory.resolve("other/cities.snapshot"));
		Loading expired = later.at(TestSnapshots.BEGIN.plus(TestSnapshots.TTL)).load();
		assertThat(expired.entries()).isZero();
		assertThat(expired.isComplete()).isFalse();
	}

	@Test
	void aClockThatWentBackProlongsNothing() throws Exception {
		TestSnapshots run = new TestSnapshots(this.directory);
		run.cities().beginFill(false).put(1, City.of(1), Duration.ofMinutes(5));
		run.write();
		TestSnapshots next = new TestSnapshots(this.directory).at(TestSnapshots.BEGIN.minusSeconds(50));
		assertThat(next.load().entries()).isEqualTo(1);
		next.cities()
			.localContents()
			.visit((key, held) -> assertThat(held.remaining()).isLessThanOrEqualTo(Duration.ofMinutes(5)));
	}

	@Test
	void aFileFromTheFutureIsLeftAside(CapturedOutput output) throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots next = new TestSnapshots(this.directory).at(TestSnapshots.BEGIN.minusSeconds(3600));
		assertLeftAside(next, output, "it was written in the future, according to the clock");
	}

	@Test
	void anOldFileIsLeftAside(CapturedOutput output) throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots next = new TestSnapshots(this.directory).at(TestSnapshots.BEGIN.plus(Duration.ofHours(25)));
		assertLeftAside(next, output, "it is older than 'warmcache.snapshots.max-age' allows");
	}

	@Test
	void theFileOfAnotherApplicationIsLeftAside(CapturedOutput output) throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		assertLeftAside(new TestSnapshots(this.directory, "other"), output,
				"it belongs to another cache or application");
	}

	@Test
	void aFileOfAnotherStructureIsLeftAside(CapturedOutput output) throws Exception {
		Path file = TestSnapshots.write(this.directory, COUNT);
		rewriteHeader(file, "otherschema");
		assertLeftAside(new TestSnapshots(this.directory), output,
				"its values have another structure than those of this release");
	}

	private static void rewriteHeader(Path file, String schema) throws IOException {
		SnapshotHeader header;
		try (SnapshotDirectory opened = new SnapshotDirectory(file.getParent())) {
			assertThat(opened.open()).isTrue();
			try (FrameReader reader = FrameReader.open(file, opened, null)) {
				header = reader.header();
			}
		}
		try (var output = Files.newOutputStream(file)) {
			FrameWriter writer = new FrameWriter(output, null);
			writer.begin(new SnapshotHeader(header.application(), header.cache(), schema, header.writtenAt(),
					header.held(), header.full(), header.positions()));
			writer.end(0);
		}
	}

	@Test
	void whatIsNoSnapshotIsLeftAside(CapturedOutput output) throws Exception {
		Files.writeString(this.directory.resolve("cities.snapshot"), "id;name\n1;Rome\n");
		assertLeftAside(new TestSnapshots(this.directory), output, "it is not a snapshot, or one of another version");
	}

	@Test
	void aFileOfTheFormatBeforeIsLeftAside(CapturedOutput output) throws Exception {
		Path file = TestSnapshots.write(this.directory, COUNT);
		byte[] bytes = Files.readAllBytes(file);
		bytes[7] = 1;
		Files.write(file, bytes);
		assertLeftAside(new TestSnapshots(this.directory), output, "it is not a snapshot, or one of another version");
	}

	@Test
	void aCacheThatWasHalfEmptyWhenItsFileWasWrittenIsNotComplete() throws Exception {
		TestSnapshots run = new TestSnapshots(this.directory);
		for (int id = 1; id <= COUNT / 2; id++) {
			run.cities().put(id, City.of(id));
		}
		run.full.set(COUNT);
		run.write();
		Loading half = new TestSnapshots(this.directory).load();
		assertThat(half.entries()).isEqualTo(COUNT / 2);
		assertThat(half.expected()).isEqualTo(COUNT);
		assertThat(half.isComplete()).isFalse();
	}

	@Test
	void aFewEntriesThatExpiredAreNotMissing() throws Exception {
		TestSnapshots run = new TestSnapshots(this.directory);
		for (int id = 1; id <= COUNT * 97 / 100; id++) {
			run.cities().put(id, City.of(id));
		}
		run.full.set(COUNT);
		run.write();
		Loading nearlyAll = new TestSnapshots(this.directory).load();
		assertThat(nearlyAll.isComplete()).isTrue();
		assertThat(nearlyAll.expected()).as("what the next file is measured by as well").isEqualTo(COUNT);
	}

	@Test
	void anEmptyFileIsLeftAside(CapturedOutput output) throws Exception {
		Files.createFile(this.directory.resolve("cities.snapshot"));
		assertLeftAside(new TestSnapshots(this.directory), output, "it is not a snapshot, or one of another version");
	}

	private static void assertLeftAside(TestSnapshots run, CapturedOutput output, String why) throws Exception {
		Loading loading = run.load();
		assertThat(loading.entries()).isZero();
		assertThat(loading.isComplete()).isFalse();
		assertThat(output).contains("The snapshot of cache 'cities' is rejected: " + why);
	}

	@Test
	void withoutAFileNothingIsLoadedAndNothingIsSaid(CapturedOutput output) throws Exception {
		Loading loading = new TestSnapshots(this.directory).load();
		assertThat(loading.entries()).isZero();
		assertThat(loading.isComplete()).isFalse();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void whereverAFileIsCutWhatIsLoadedIsRightAndNotComplete() throws Exception {
		Path file = TestSnapshots.write(this.directory, 1500);
		byte[] whole = Files.readAllBytes(file);
		for (int length = 0; length < whole.length; length += 1 + whole.length / 97) {
			Files.write(file, Arrays.copyOf(whole, length));
			assertRight(new TestSnapshots(this.directory.resolve("cut" + length)), file, false);
		}
		Files.write(file, Arrays.copyOf(whole, whole.length + 1));
		assertRight(new TestSnapshots(this.directory.resolve("longer")), file, false);
	}

	@Test
	void whateverBitOfAFileIsFlippedNoWrongValueIsLoaded() throws Exception {
		Path file = TestSnapshots.write(this.directory, 1500);
		byte[] whole = Files.readAllBytes(file);
		Random random = new Random(42);
		for (int i = 0; i < 400; i++) {
			byte[] flipped = whole.clone();
			// The beginning, where there is the most to be wrong, as often as the rest.
			int position = random.nextInt((i % 2 == 0) ? 200 : whole.length);
			flipped[position] ^= (byte) (1 << random.nextInt(8));
			Files.write(file, flipped);
			assertRight(new TestSnapshots(this.directory.resolve("flip" + i)), file, false);
		}
		Files.write(file, whole);
		assertRight(new TestSnapshots(this.directory.resolve("whole")), file, true);
	}

	private static void assertRight(TestSnapshots run, Path file, boolean complete) throws Exception {
		Files.createDirectories(run.settings.directory());
		Files.copy(file, run.settings.directory().resolve("cities.snapshot"));
		Loading loading = run.load();
		assertThat(loading.isComplete()).isEqualTo(complete);
		run.cities().localContents().visit((key, held) -> assertThat(held.value()).isEqualTo(City.of((Integer) key)));
	}

	@Test
	void blocksOfTwoFilesAreNotMixed() throws Exception {
		Path first = TestSnapshots.write(this.directory.resolve("first"), COUNT);
		TestSnapshots other = new TestSnapshots(this.directory.resolve("second"))
			.at(TestSnapshots.BEGIN.plusSeconds(1));
		for (int id = 1; id <= COUNT; id++) {
			other.cities().put(id, City.of(id + 1));
		}
		byte[] second = Files.readAllBytes(other.write());
		byte[] mixed = Files.readAllBytes(first);
		int length = Math.min(second.length, mixed.length) - 1000;
		System.arraycopy(second, 1000, mixed, 1000, length - 1000);
		Files.write(first, mixed);
		assertRight(new TestSnapshots(this.directory.resolve("mixed")), first, false);
	}

	@Test
	void whatThisRunChangedOrLoadedMeanwhileWins() throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots next = new TestSnapshots(this.directory);
		next.cities().evict(1);
		next.cities().put(2, new City(2, "new", List.of()));
		next.cities().get(3, () -> new City(3, "loaded", List.of()));
		next.load();
		assertThat(next.held(1)).isNull();
		assertThat(next.held(2)).extracting(City::name).isEqualTo("new");
		assertThat(next.held(3)).extracting(City::name).isEqualTo("loaded");
		assertThat(next.cities().getNativeCache().estimatedSize()).isGreaterThan(COUNT / 2);
	}

	@Test
	void nothingIsLoadedIntoACacheThatWasCleared() throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots next = new TestSnapshots(this.directory);
		next.cities().clear();
		Loading loading = next.load();
		assertThat(loading.entries()).isZero();
		assertThat(loading.isComplete()).isFalse();
	}

	@Test
	void aSecondRunInTheSameDirectoryGoesWithout(CapturedOutput output) throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		TestSnapshots first = new TestSnapshots(this.directory);
		first.snapshots.start();
		TestSnapshots second = new TestSnapshots(this.directory);
		assertThat(second.load().entries()).isZero();
		second.write();
		assertThat(output).containsOnlyOnce("'warmcache.snapshots.directory' is locked by another process");
		assertThat(first.load().entries()).isEqualTo(COUNT);
		first.snapshots.stop();
		assertThat(new TestSnapshots(this.directory).load().entries()).isEqualTo(COUNT);
	}

	@Test
	void aDirectoryThatCannotBeMadeIsSaidAndHarmsNothing(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		TestSnapshots run = new TestSnapshots(file.resolve("below"));
		run.snapshots.start();
		assertThat(output).containsOnlyOnce("Snapshots of caches are off for now");
		assertThat(run.load().entries()).isZero();
		run.cities().put(1, City.of(1));
		run.snapshots.stop();
		assertThat(run.held(1)).isEqualTo(City.of(1));
	}

	@Test
	void whatIsWrittenIsForItsOwnerAlone() throws Exception {
		Path made = this.directory.resolve("made/below");
		Path file = TestSnapshots.write(made, COUNT);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
	}

	@Test
	void whatAKilledRunLeftIsNeitherReadNorKept() throws Exception {
		TestSnapshots.write(this.directory, COUNT);
		Path unfinished = Files.writeString(this.directory.resolve("cities.snapshot.unfinished"), "half");
		assertThat(new TestSnapshots(this.directory).load().entries()).isEqualTo(COUNT);
		assertThat(unfinished).doesNotExist();
	}

	@Test
	void aCacheThatIsNotFilledLeavesTheFileAsItWas() throws Exception {
		Path file = TestSnapshots.write(this.directory, COUNT);
		byte[] before = Files.readAllBytes(file);
		TestSnapshots next = new TestSnapshots(this.directory);
		Snapshots unfilled = new Snapshots(next.settings, next.caches, next.codecs, () -> next.history, (name) -> null,
				next.time::get);
		unfilled.warmer("cities");
		next.cities().put(1, City.of(1));
		unfilled.start();
		unfilled.stop();
		assertThat(Files.readAllBytes(file)).isEqualTo(before);
	}

	@Test
	void aFileThatWouldBeTheSameIsNotWrittenAgainUntilItGrowsOld() throws Exception {
		TestSnapshots run = new TestSnapshots(this.directory);
		run.cities().put(1, City.of(1));
		Path file = run.write();
		Files.delete(file);
		run.write();
		assertThat(file).doesNotExist();
		run.cities().put(2, City.of(2));
		run.write();
		assertThat(file).exists();
		Files.delete(file);
		run.at(TestSnapshots.BEGIN.plus(Duration.ofHours(7))).write();
		assertThat(file).exists();
	}

	@Test
	void namesOfCachesThatAreNoFileNamesAreKeptApart() {
		SnapshotDirectory names = new SnapshotDirectory(this.directory);
		String longName = "x".repeat(300);
		assertThat(names.file("../a/b").getParent()).isEqualTo(this.directory.toAbsolutePath());
		assertThat(names.file("a.b")).isNotEqualTo(names.file("a:b"));
		assertThat(names.file(longName).getFileName().toString()).hasSizeLessThan(255);
		assertThat(names.file(longName)).isNotEqualTo(names.file(longName + "y"));
	}

}
