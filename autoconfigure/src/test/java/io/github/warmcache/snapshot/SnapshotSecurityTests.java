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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

import io.github.warmcache.snapshot.TestSnapshots.Loading;
import io.github.warmcache.tier.codec.Signer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for snapshots that somebody else wrote, moved or linked.
 */
@ExtendWith(OutputCaptureExtension.class)
class SnapshotSecurityTests {

	private static final int COUNT = 3000;

	private static final Signer SIGNER = new Signer(List.of("0123456789abcdef0123456789abcdef"));

	private static final Signer OTHER = new Signer(List.of("fedcba9876543210fedcba9876543210"));

	@TempDir
	private Path directory;

	@Test
	void onlyTheOwnerCanAccessWhatIsCreated() throws Exception {
		Path created = this.directory.resolve("created");
		Path file = TestSnapshots.write(created, COUNT);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created))).isEqualTo("rwx------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created.resolve("warmcache.lock"))))
			.isEqualTo("rw-------");
		try (var files = Files.list(created)) {
			assertThat(files.map((path) -> path.getFileName().toString())).containsExactlyInAnyOrder("cities.snapshot",
					"warmcache.lock");
		}
	}

	@Test
	void aLinkIsNotRead(CapturedOutput output) throws Exception {
		Path file = TestSnapshots.write(this.directory, COUNT);
		Path elsewhere = Files.move(file, this.directory.resolve("elsewhere"));
		Files.createSymbolicLink(file, elsewhere);
		assertRejected(output, null, "it is a link or no file");
	}

	@Test
	void aFileThatEveryoneMayWriteIsNotRead(CapturedOutput output) throws Exception {
		Path file = TestSnapshots.write(this.directory, COUNT);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
		assertRejected(output, null, "every user may write to it");
	}

	@Test
	void aDirectoryThatIsALinkIsNotUsed(CapturedOutput output) throws Exception {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), real);
		try (SnapshotDirectory opened = new SnapshotDirectory(link)) {
			assertThat(opened.open()).isFalse();
		}
		assertThat(real).isEmptyDirectory();
		assertThat(output.getAll()).contains("is a link. Write where it leads instead");
	}

	@Test
	void theLockFollowsNoLink() throws Exception {
		Path victim = this.directory.resolve("victim");
		Path snapshots = Files.createDirectory(this.directory.resolve("snapshots"));
		Files.createSymbolicLink(snapshots.resolve("warmcache.lock"), victim);
		try (SnapshotDirectory opened = new SnapshotDirectory(snapshots)) {
			assertThat(opened.open()).isFalse();
		}
		assertThat(victim).doesNotExist();
	}

	@Test
	void aSignedFileIsRead() throws Exception {
		write(SIGNER);
		assertThat(load(SIGNER).entries()).isEqualTo(COUNT);
	}

	@Test
	void aSecretIsReplacedWithoutALoss() throws Exception {
		write(SIGNER);
		Signer both = new Signer(List.of("fedcba9876543210fedcba9876543210", "0123456789abcdef0123456789abcdef"));
		assertThat(load(both).entries()).isEqualTo(COUNT);
	}

	@Test
	void aFileThatIsNotSignedIsRejected(CapturedOutput output) throws Exception {
		write(null);
		assertRejected(output, SIGNER, "it is not signed, and 'warmcache.signing-keys' is set");
	}

	@Test
	void aFileThatIsSignedWithAnotherSecretIsRejected(CapturedOutput output) throws Exception {
		write(OTHER);
		assertRejected(output, SIGNER, "it is not signed with any of 'warmcache.signing-keys'");
	}

	@Test
	void aSignedFileIsNothingToWhoDoesNotSign(CapturedOutput output) throws Exception {
		write(SIGNER);
		assertRejected(output, null, "it is not a snapshot, or one of another version");
	}

	@Test
	void aForgedBlockWithTheRightChecksumIsRejected(CapturedOutput output) throws Exception {
		Path file = write(SIGNER);
		forgeFirstBlock(file);
		assertThat(load(SIGNER).entries()).isLessThan(COUNT);
		assertThat(output.getAll()).contains("it is not signed with any of 'warmcache.signing-keys'");
	}

	/**
	 * Change one byte of the first block, and its checksum as well.
	 */
	private static void forgeFirstBlock(Path file) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		int header = Frame.magic(true).length;
		int headerChecksum = buffer.getInt(header + 5);
		int block = header + Frame.PREFIX + buffer.getInt(header);
		int length = buffer.getInt(block);
		bytes[block + Frame.PREFIX + length / 2] ^= 1;
		byte[] content = Arrays.copyOfRange(bytes, block + Frame.PREFIX, block + Frame.PREFIX + length);
		buffer.putInt(block + 5, Frame.checksum(headerChecksum, 1, bytes[block + 4], content));
		Files.write(file, bytes);
	}

	private Path write(@Nullable Signer signer) {
		try (TestSnapshots run = TestSnapshots.signed(this.directory, signer)) {
			for (int id = 1; id <= COUNT; id++) {
				run.cities().put(id, TestSnapshots.City.of(id));
			}
			return run.write();
		}
	}

	private Loading load(@Nullable Signer signer) throws Exception {
		return TestSnapshots.signed(this.directory, signer).load();
	}

	private void assertRejected(CapturedOutput output, @Nullable Signer signer, String problem) throws Exception {
		Loading loading = load(signer);
		assertThat(loading.entries()).isZero();
		assertThat(loading.isComplete()).isFalse();
		assertThat(output.getAll()).contains("The snapshot of cache 'cities' is rejected: " + problem);
	}

}
