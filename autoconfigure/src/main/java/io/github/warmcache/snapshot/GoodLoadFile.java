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
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.measure.GoodLoadStore;

/**
 * Good loads in a file of the snapshots' directory, one cache per line. A line that is
 * none is skipped.
 */
final class GoodLoadFile implements GoodLoadStore {

	private static final int LONGEST = 1_000_000;

	private final SnapshotDirectory directory;

	GoodLoadFile(SnapshotDirectory directory) {
		this.directory = directory;
	}

	@Override
	public String name() {
		return "the directory of 'warmcache.snapshots.directory'";
	}

	@Override
	public boolean forgets() {
		return false;
	}

	@Override
	public Map<String, GoodLoad> exchange(Map<String, GoodLoad> known) throws IOException {
		if (!this.directory.open()) {
			throw new IOException("The directory cannot be used");
		}
		Path file = this.directory.goodLoadsFile();
		Map<String, GoodLoad> loads = read();
		Map<String, GoodLoad> newest = new LinkedHashMap<>(loads);
		Instant now = Instant.now();
		known.forEach((cacheName, load) -> newest.merge(cacheName, load,
				(before, later) -> later.replaces(before, now) ? later : before));
		if (!newest.equals(loads)) {
			StringBuilder text = new StringBuilder();
			newest.forEach((cacheName, load) -> text.append(URLEncoder.encode(cacheName, StandardCharsets.UTF_8))
				.append(' ')
				.append(load.write())
				.append('\n'));
			this.directory.replace(file, (output) -> output.write(text.toString().getBytes(StandardCharsets.US_ASCII)));
		}
		return newest;
	}

	private Map<String, GoodLoad> read() throws IOException {
		Map<String, GoodLoad> loads = new LinkedHashMap<>();
		for (String line : text().split("\n")) {
			String[] fields = line.split(" ", -1);
			GoodLoad load = (fields.length == 2) ? GoodLoad.read(fields[1]) : null;
			if (load != null) {
				loads.put(decoded(fields[0]), load);
			}
		}
		return loads;
	}

	/**
	 * Return the text of the file, or nothing if it is missing, too long or of somebody
	 * else.
	 */
	private String text() throws IOException {
		try (InputStream input = this.directory.read(this.directory.goodLoadsFile())) {
			byte[] bytes = input.readNBytes(LONGEST + 1);
			return (bytes.length <= LONGEST) ? new String(bytes, StandardCharsets.ISO_8859_1) : "";
		}
		catch (NoSuchFileException | InvalidSnapshotException ex) {
			return "";
		}
	}

	private static String decoded(String name) {
		try {
			return URLDecoder.decode(name, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// Not written by this library, and so the name of no cache.
			return name;
		}
	}

}
