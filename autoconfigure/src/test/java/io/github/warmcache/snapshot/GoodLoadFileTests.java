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
import java.time.Instant;
import java.util.Map;

import io.github.warmcache.warmup.GoodLoad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link GoodLoadFile}.
 */
class GoodLoadFileTests {

	private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.123Z");

	@TempDir
	private Path directory;

	@Test
	void theNextProcessKnowsWhatThisOneKnew() throws Exception {
		try (SnapshotDirectory snapshots = new SnapshotDirectory(this.directory)) {
			GoodLoadFile file = new GoodLoadFile(snapshots);
			assertThat(file.exchange(Map.of())).isEmpty();
			assertThat(Files.exists(snapshots.goodLoadsFile())).isFalse();
			file.exchange(Map.of("cities", load(20_000, -60), "my\n tags", load(7, -60)));
			assertThat(file.exchange(Map.of("cities", load(9, -61)))).containsEntry("cities", load(20_000, -60));
			file.exchange(Map.of("cities", load(21_000, -59)));
		}
		try (SnapshotDirectory snapshots = new SnapshotDirectory(this.directory)) {
			assertThat(new GoodLoadFile(snapshots).exchange(Map.of()))
				.isEqualTo(Map.of("cities", load(21_000, -59), "my\n tags", load(7, -60)));
		}
	}

	@Test
	void aLoadOfTheFutureIsReplaced() throws Exception {
		try (SnapshotDirectory snapshots = new SnapshotDirectory(this.directory)) {
			GoodLoadFile file = new GoodLoadFile(snapshots);
			file.exchange(Map.of("cities", new GoodLoad(20_000, Instant.now().plusSeconds(86_400), "source")));
			assertThat(file.exchange(Map.of("cities", load(9, -60)))).containsEntry("cities", load(9, -60));
		}
	}

	@Test
	void aDirectoryOfAnotherProcessIsLeftAlone() {
		try (SnapshotDirectory other = new SnapshotDirectory(this.directory)) {
			assertThat(other.open()).isTrue();
			GoodLoadFile file = new GoodLoadFile(new SnapshotDirectory(this.directory));
			assertThatIOException().isThrownBy(() -> file.exchange(Map.of()));
		}
	}

	@Test
	void whatIsNoLoadIsSkipped() throws Exception {
		try (SnapshotDirectory snapshots = new SnapshotDirectory(this.directory)) {
			Files.writeString(snapshots.goodLoadsFile(),
					"\n\nnonsense\ncities nonsense\n%zz " + load(7, 0).write() + "\ntags " + load(7, 0).write());
			assertThat(new GoodLoadFile(snapshots).exchange(Map.of())).containsEntry("tags", load(7, 0))
				.doesNotContainKey("cities");
		}
	}

	@Test
	void noLinkIsFollowed() throws IOException {
		Path secret = Files.writeString(this.directory.resolve("secret"), "tags " + load(7, 0).write());
		Path snapshots = Files.createDirectory(this.directory.resolve("snapshots"));
		try (SnapshotDirectory opened = new SnapshotDirectory(snapshots)) {
			Files.createSymbolicLink(opened.goodLoadsFile(), secret);
			assertThat(new GoodLoadFile(opened).exchange(Map.of("cities", load(9, 0)))).containsOnlyKeys("cities");
			assertThat(Files.readString(secret)).as("replaced is the link, not the file").doesNotContain("cities");
		}
	}

	private static GoodLoad load(long entries, long seconds) {
		return new GoodLoad(entries, NOW.plusSeconds(seconds), "source");
	}

}
