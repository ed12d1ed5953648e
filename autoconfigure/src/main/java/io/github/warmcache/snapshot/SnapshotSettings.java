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

import io.github.warmcache.tier.codec.Signer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Location, write interval and maximum age of snapshots.
 *
 * @param directory the directory of the files, created if it is missing
 * @param application the owner of the caches, such as the application's name; files of
 * another owner are not read
 * @param interval the time between two writes, positive
 * @param maxAge the maximum age of a file that is read, positive
 * @param signer signs the files that are written, and verifies those that are read, or
 * {@code null} if they are not signed
 * @since 0.1.0
 */
public record SnapshotSettings(Path directory, String application, Duration interval, Duration maxAge,
		@Nullable Signer signer) {

	/**
	 * Create settings of files that are not signed.
	 * @param directory the directory of the files, created if it is missing
	 * @param application the owner of the caches; files of another owner are not read
	 * @param interval the time between two writes, positive
	 * @param maxAge the maximum age of a file that is read, positive
	 */
	public SnapshotSettings(Path directory, String application, Duration interval, Duration maxAge) {
		this(directory, application, interval, maxAge, null);
	}

	public SnapshotSettings {
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, "interval must be positive");
		Assert.isTrue(maxAge.compareTo(Duration.ZERO) > 0, "maxAge must be positive");
	}

}
