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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The scripts that are shipped, for what runs them without a server.
 */
public final class ShippedScripts {

	private ShippedScripts() {
	}

	/**
	 * Return all sources, with the functions that they begin with.
	 * @return the sources by the names of the scripts' files
	 */
	public static Map<String, byte[]> sources() {
		Map<String, byte[]> sources = new LinkedHashMap<>();
		for (Script script : Script.values()) {
			sources.put(script.fileName(), script.source());
		}
		return sources;
	}

	/**
	 * Return the digests that drivers call the scripts by.
	 * @return the digests by the names of the scripts' files
	 */
	public static Map<String, String> digests() {
		Map<String, String> digests = new LinkedHashMap<>();
		for (Script script : Script.values()) {
			digests.put(script.fileName(), script.digest());
		}
		return digests;
	}

}
