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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.jspecify.annotations.Nullable;

/**
 * Directory of the files, locked by one process at a time. On POSIX file systems, only
 * the owner can access what is created in it. A file is either kept until it is replaced,
 * or valid for the next process only, whatever that process does with it. Thread-safe.
 */
final class SnapshotDirectory implements AutoCloseable {

	private static final EventLog logger = EventLog.of(SnapshotDirectory.class);

	private static final String SUFFIX = ".snapshot";

	private static final String ONCE = ".once";

	private static final String CLAIMED = ".claimed";

	private static final String UNFINISHED = ".unfinished";

	private static final int BUFFER = 128 * 1024;

	/**
	 * Length at which names are cut, because file systems allow 255 bytes.
	 */
	private static final int LONGEST_NAME = 180;

	private final Path directory;

	private @Nullable FileChannel lock;

	private volatile @Nullable OwnedFiles files;

	private boolean told;

	SnapshotDirectory(Path directory) {
		this.directory = directory.toAbsolutePath();
	}

	/**
	 * Lock the directory, unless that was done.
	 * @return whether this object holds the lock
	 */
	synchronized boolean open() {
		if (this.lock != null) {
			return true;
		}
		try {
			if (!Files.isDirectory(this.directory)) {
				Files.createDirectories(this.directory, ownerOnly(this.directory, "rwx------"));
			}
			if (Files.isSymbolicLink(this.directory)) {
				tell("is a link. Write where it leads instead");
				return false;
			}
			FileChannel channel = FileChannel.open(this.directory.resolve("warmcache.lock"),
					Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
					ownerOnly(this.directory, "rw-------"));
			if (!isLocked(channel)) {
				channel.close();
				tell("is locked by another process");
				return false;
			}
			this.lock = channel;
			deleteAll("*" + UNFINISHED);
			this.files = OwnedFiles.of(this.directory, UNFINISHED);
			claim();
			return true;
		}
		catch (IOException | RuntimeException ex) {
			close();
			tell("cannot be used (" + ex.getClass().getName() + ")");
			return false;
		}
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			FileLock taken = channel.tryLock();
			return taken != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	private void tell(String problem) {
		if (!this.told) {
			this.told = true;
			logger.warn(LogEvent.SNAPSHOTS_OFF)
				.with(LogField.STORE, this.directory.toString())
				.cause(problem)
				.log("Snapshots of caches are off for now: the directory %s of 'warmcache.snapshots.directory' %s"
					.formatted(this.directory, problem));
		}
	}

	private void deleteAll(String pattern) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, pattern)) {
			for (Path file : files) {
				Files.deleteIfExists(file);
			}
		}
	}

	/**
	 * Claim the files that are valid for one process, before this process can change
	 * anything that they hold.
	 */
	private void claim() throws IOException {
		deleteAll("*" + ONCE + CLAIMED);
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, "*" + ONCE)) {
			for (Path file : files) {
				Files.move(file, file.resolveSibling(file.getFileName() + CLAIMED), StandardCopyOption.ATOMIC_MOVE);
			}
		}
		forceDirectory();
	}

	/**
	 * Return the kept file of a cache, which need not exist.
	 */
	Path file(String cacheName) {
		return path(cacheName, SUFFIX);
	}

	/**
	 * Return the file of a cache for the next process only.
	 */
	Path fileForOnce(String cacheName) {
		return path(cacheName, ONCE);
	}

	/**
	 * Return the file that the previous process left for this one only, which need not
	 * exist.
	 */
	Path claimedFile(String cacheName) {
		return path(cacheName, ONCE + CLAIMED);
	}

	/**
	 * Return the file of the last good loads, whose name no cache can have.
	 */
	Path goodLoadsFile() {
		return this.directory.resolve("good-loads.txt");
	}

	private Path path(String cacheName, String suffix) {
		StringBuilder name = new StringBuilder();
		for (byte b : cacheName.getBytes(StandardCharsets.UTF_8)) {
			boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-'
					|| b == '_';
			name.append(plain ? String.valueOf((char) b) : "%%%02x".formatted(b));
		}
		if (name.length() > LONGEST_NAME) {
			name.setLength(LONGEST_NAME);
			name.append('%').append(Integer.toHexString(cacheName.hashCode()));
		}
		return this.directory.resolve(name + suffix);
	}

	/**
	 * Open a file of this directory, which must be {@linkplain #open() open}, for
	 * reading. Follows no link, and reads only what belongs to the user of this process
	 * or to root and what not every user may write.
	 * @throws java.nio.file.NoSuchFileException if there is none
	 * @throws InvalidSnapshotException if it is not such a file
	 * @throws IOException if it cannot be read
	 */
	InputStream read(Path file) throws IOException {
		OwnedFiles own = this.files;
		if (own == null) {
			throw new InvalidSnapshotException("its directory is not open");
		}
		return own.read(file);
	}

	/**
	 * Replace a file as a whole, or not at all.
	 * @throws IOException if it was not replaced
	 */
	void replace(Path file, Content content) throws IOException {
		Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
		try {
			Files.deleteIfExists(unfinished);
			try (FileChannel channel = FileChannel.open(unfinished,
					Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
					ownerOnly(this.directory, "rw-------"));
					OutputStream output = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
				content.writeTo(output);
				output.flush();
				channel.force(true);
			}
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
		forceDirectory();
	}

	private void forceDirectory() {
		try (FileChannel channel = FileChannel.open(this.directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// Not every system can open a directory. At worst, a crash brings back the
			// previous file.
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Release the lock.
	 */
	@Override
	public synchronized void close() {
		FileChannel held = this.lock;
		this.lock = null;
		if (held != null) {
			try {
				held.close();
			}
			catch (IOException ex) {
				// The lock ends with the process.
			}
		}
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

	/**
	 * Content of a file.
	 */
	@FunctionalInterface
	interface Content {

		void writeTo(OutputStream output) throws IOException;

	}

}
