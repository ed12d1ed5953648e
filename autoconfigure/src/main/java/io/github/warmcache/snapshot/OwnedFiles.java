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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Files that nobody but the user of this process, or root, can have written. On systems
 * without POSIX permissions, files that are no links.
 */
final class OwnedFiles {

	/**
	 * Names of the user with the id 0, with and without a list of users.
	 */
	private static final Set<String> ROOT = Set.of("root", "0");

	private final @Nullable UserPrincipal self;

	private OwnedFiles(@Nullable UserPrincipal self) {
		this.self = self;
	}

	/**
	 * Find out who the user of this process is, by a file that is created for that.
	 * @param directory where to create it
	 * @param suffix how its name ends
	 * @throws IOException if it cannot be created
	 */
	static OwnedFiles of(Path directory, String suffix) throws IOException {
		if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new OwnedFiles(null);
		}
		Path created = Files.createTempFile(directory, "owner", suffix);
		try {
			return new OwnedFiles(Files.getOwner(created, LinkOption.NOFOLLOW_LINKS));
		}
		finally {
			Files.deleteIfExists(created);
		}
	}

	/**
	 * Open a file for reading.
	 * @throws java.nio.file.NoSuchFileException if there is none
	 * @throws InvalidSnapshotException if it is not a file of this process's user
	 * @throws IOException if it cannot be read
	 */
	InputStream read(Path file) throws IOException {
		@Nullable Object before = require(file);
		InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
		try {
			// Nothing tells the owner of an open file. So it must still be the same one.
			if (!Objects.equals(before, require(file))) {
				throw new InvalidSnapshotException("it was replaced while it was opened");
			}
			return input;
		}
		catch (IOException | RuntimeException ex) {
			input.close();
			throw ex;
		}
	}

	/**
	 * Return what identifies a file, or {@code null} if nothing does.
	 */
	private @Nullable Object require(Path file) throws IOException {
		Class<? extends BasicFileAttributes> kind = (this.self != null) ? PosixFileAttributes.class
				: BasicFileAttributes.class;
		BasicFileAttributes attributes = Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS);
		if (!attributes.isRegularFile()) {
			throw new InvalidSnapshotException("it is a link or no file");
		}
		if (attributes instanceof PosixFileAttributes posix) {
			if (!posix.owner().equals(this.self) && !ROOT.contains(posix.owner().getName())) {
				throw new InvalidSnapshotException("it belongs to another user");
			}
			if (posix.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
				throw new InvalidSnapshotException("every user may write to it");
			}
		}
		return attributes.fileKey();
	}

}
