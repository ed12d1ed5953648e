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

package io.github.warmcache.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import org.jspecify.annotations.Nullable;

/**
 * Disk of a pod, which the next pod of its place finds as it was left.
 */
final class Disk implements AutoCloseable {

	private @Nullable FileSystem files;

	/**
	 * Return the directory of the snapshots.
	 */
	Path directory() {
		FileSystem made = this.files;
		if (made == null) {
			made = Jimfs.newFileSystem(Configuration.unix());
			this.files = made;
		}
		return made.getPath("/snapshots");
	}

	@Override
	public void close() {
		try {
			if (this.files != null) {
				this.files.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
