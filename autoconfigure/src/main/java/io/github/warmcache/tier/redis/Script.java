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

package io.github.warmcache.tier.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.data.redis.core.script.DigestUtils;

/**
 * The scripts of the shared tier. What each takes and returns is written in its file.
 */
enum Script {

	READ, READMANY, HOTADD, HOTTEST, FILL(Script.VERSIONS), FILLMANY(Script.VERSIONS), RELEASE, MARK,

	INVALIDATE(Script.VERSIONS, Script.CHANGES), UPDATE(Script.VERSIONS, Script.CHANGES),

	PUTIFABSENT(Script.VERSIONS, Script.CHANGES), CLEAR(Script.CHANGES), BEAT, BASELINE, ANCHOR(Script.CHANGES),

	LOADBID, LOADSAVE, LOADFINISH, LOADRELEASE, LOADLAST, LOADRATE;

	/**
	 * What scripts begin with that compare versions.
	 */
	private static final String VERSIONS = "versions.lua";

	/**
	 * What scripts begin with that count changes.
	 */
	private static final String CHANGES = "changes.lua";

	private final String source;

	private final String digest;

	Script(String... functions) {
		StringBuilder text = new StringBuilder();
		for (String file : functions) {
			text.append(load(file));
		}
		this.source = text.append(load(name().toLowerCase(Locale.ROOT) + ".lua")).toString();
		this.digest = DigestUtils.sha1DigestAsHex(this.source);
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
	 * Return the SHA-1 that EVALSHA knows the script by.
	 */
	String digest() {
		return this.digest;
	}

}
