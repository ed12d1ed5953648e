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

package io.github.warmcache.tier.shape;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Access to what the wrappers of {@link java.util.Collections} wrap. They have no
 * accessor, but the first object that a wrapper serializes is the one that it wraps.
 * Nothing else is written, and no byte is kept.
 */
final class Wrappers {

	private static final String COLLECTIONS = "java.util.Collections$";

	private static final Set<String> STAND_INS = Set.of("java.util.CollSer", "java.util.EnumSet$SerializationProxy");

	private Wrappers() {
	}

	/**
	 * Return whether objects of a class show what another container holds, and behave as
	 * it does.
	 */
	static boolean isWrapper(Class<?> type) {
		String name = type.getName();
		return name.startsWith(COLLECTIONS) && (name.startsWith("Unmodifiable", COLLECTIONS.length())
				|| name.startsWith("Synchronized", COLLECTIONS.length())
				|| name.startsWith("Checked", COLLECTIONS.length())
				|| name.startsWith("SetFromMap", COLLECTIONS.length()));
	}

	/**
	 * Return what is wrapped, however often.
	 * @param container any container
	 * @return what it wraps, or the last wrapper that does not show its content, or the
	 * container itself if it is not a wrapper
	 */
	static Object unwrapped(Object container) {
		Object inner = container;
		while (isWrapper(inner.getClass())) {
			Object content = content(inner);
			if (content == null) {
				return inner;
			}
			inner = content;
		}
		return inner;
	}

	private static @Nullable Object content(Object wrapper) {
		try (Look look = new Look(wrapper)) {
			look.writeObject(wrapper);
			return (look.found instanceof Collection || look.found instanceof Map) ? look.found : copy(wrapper, look);
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Copy a wrapped container that serializes a stand-in of itself, as the JDK's
	 * immutable containers and its sets of enum constants do.
	 * @return a container like the one that is wrapped, or {@code null} if the stand-in
	 * is unknown
	 */
	private static @Nullable Object copy(Object wrapper, Look look) {
		if (look.found == null || !STAND_INS.contains(look.found.getClass().getName())) {
			return null;
		}
		if (wrapper instanceof Map<?, ?> map) {
			return Map.copyOf(map);
		}
		return (wrapper instanceof Set<?> set) ? Set.copyOf(set) : List.copyOf((Collection<?>) wrapper);
	}

	/**
	 * Stream that notes the first object that the wrapper writes, and writes nothing but
	 * the wrapper.
	 */
	private static final class Look extends ObjectOutputStream {

		private final Object wrapper;

		private @Nullable Object found;

		Look(Object wrapper) throws IOException {
			super(OutputStream.nullOutputStream());
			this.wrapper = wrapper;
			enableReplaceObject(true);
		}

		@Override
		protected @Nullable Object replaceObject(Object object) {
			if (object == this.wrapper) {
				return object;
			}
			if (this.found == null) {
				this.found = object;
			}
			return null;
		}

	}

}
