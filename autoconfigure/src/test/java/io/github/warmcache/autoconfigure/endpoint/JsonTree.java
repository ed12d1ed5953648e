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

package io.github.warmcache.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * JSON object that a test builds, whose members may be {@code null}.
 */
final class JsonTree {

	private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

	/**
	 * Set a member.
	 * @param path its names, with dots between them; objects on the way are made
	 */
	JsonTree set(String path, @Nullable Object value) {
		int dot = path.indexOf('.');
		if (dot < 0) {
			this.members.put(path, (value instanceof JsonTree tree) ? tree.members : value);
			return this;
		}
		JsonTree inner = new JsonTree();
		if (this.members.get(path.substring(0, dot)) instanceof Map<?, ?> present) {
			present.forEach((name, member) -> inner.members.put((String) name, member));
		}
		inner.set(path.substring(dot + 1), value);
		this.members.put(path.substring(0, dot), inner.members);
		return this;
	}

	/**
	 * Set a member whose name may have dots.
	 */
	JsonTree put(String name, JsonTree value) {
		this.members.put(name, value.members);
		return this;
	}

	Map<String, @Nullable Object> json() {
		return this.members;
	}

}
