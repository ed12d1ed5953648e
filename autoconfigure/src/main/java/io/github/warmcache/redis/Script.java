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

package io.github.warmcache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.data.redis.core.script.DigestUtils;

/**
 * Scripts of the shared tier. The file of each documents its keys, arguments and result.
 */
public enum Script {

	/**
	 * Reads a value or, on a miss, takes the lease.
	 */
	READ,

	/**
	 * Reads many values.
	 */
	READ_MANY,

	/**
	 * Adds the keys that one pod read most to those of all pods.
	 */
	HOT_KEYS_ADD,

	/**
	 * Reads the keys that pods read most.
	 */
	HOT_KEYS_READ,

	/**
	 * Stores a loaded value unless its key was changed.
	 */
	FILL(Script.VERSIONS),

	/**
	 * Stores many loaded values of one stripe unless it was changed.
	 */
	FILL_MANY(Script.VERSIONS),

	/**
	 * Releases the lease of a key.
	 */
	RELEASE,

	/**
	 * Reads the position of a stripe for later fills.
	 */
	MARK(Script.META),

	/**
	 * Removes a key and tells the other pods.
	 */
	INVALIDATE(Script.META, Script.VERSIONS, Script.CHANGES),

	/**
	 * Replaces a value and tells the other pods.
	 */
	UPDATE(Script.META, Script.VERSIONS, Script.CHANGES),

	/**
	 * Stores a value unless there is one, and tells the other pods.
	 */
	PUT_IF_ABSENT(Script.META, Script.VERSIONS, Script.CHANGES),

	/**
	 * Makes the values of a cache on one stripe unreadable and tells the other pods.
	 */
	CLEAR(Script.CHANGES),

	/**
	 * Reads the positions of stripes and publishes them to the asking pod only.
	 */
	BEAT,

	/**
	 * Finds out whether one server has all stripes.
	 */
	TOGETHER,

	/**
	 * Compares the position of a stripe with what a pod knows of it.
	 */
	BASELINE(Script.META),

	/**
	 * Reads the position of a cache on a stripe.
	 */
	POSITION(Script.META, Script.CHANGES),

	/**
	 * Counts an empty change on a stripe that was never changed.
	 */
	ANCHOR(Script.CHANGES),

	/**
	 * Decides which pod loads a whole cache.
	 */
	LOAD_BID,

	/**
	 * Saves the progress of a load.
	 */
	LOAD_SAVE,

	/**
	 * Records a finished load.
	 */
	LOAD_FINISH,

	/**
	 * Releases the lease of a load.
	 */
	LOAD_RELEASE,

	/**
	 * Reads the last finished load.
	 */
	LOAD_LAST,

	/**
	 * Keeps the last good loads of all caches.
	 */
	GOOD_LOADS,

	/**
	 * Reserves entries of the rate that all pods share.
	 */
	LOAD_RATE,

	/**
	 * Decides which pod watches the server, and keeps its report.
	 */
	WATCH,

	/**
	 * Looks for a canary and replaces one that is gone.
	 */
	WATCH_CANARY;

	/**
	 * Functions of scripts that read the meta of a stripe.
	 */
	private static final String META = "meta.lua";

	/**
	 * Functions of scripts that compare versions.
	 */
	private static final String VERSIONS = "versions.lua";

	/**
	 * Functions of scripts that count changes.
	 */
	private static final String CHANGES = "changes.lua";

	private final String source;

	private final String digest;

	Script(String... functions) {
		StringBuilder text = new StringBuilder();
		for (String file : functions) {
			text.append(load(file));
		}
		this.source = text.append(load(fileName() + ".lua")).toString();
		this.digest = DigestUtils.sha1DigestAsHex(this.source);
	}

	/**
	 * Return the name of the file, without its extension.
	 */
	String fileName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String load(String file) {
		try (InputStream resource = Script.class.getResourceAsStream(file)) {
			if (resource == null) {
				throw new IllegalStateException("The script " + file + " is missing from the jar of Warmcache");
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the source.
	 */
	byte[] source() {
		return this.source.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the SHA-1 by which EVALSHA finds the script.
	 */
	String digest() {
		return this.digest;
	}

}
