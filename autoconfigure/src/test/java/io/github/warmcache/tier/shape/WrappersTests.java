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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Wrappers}.
 */
class WrappersTests {

	static Stream<Object> wrapped() {
		return Stream.of(new ArrayList<>(List.of(1)), List.of(1, 2), new HashMap<>(Map.of(1, 2)), Map.of(1, 2),
				Map.of(), new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new IdentityHashMap<>(Map.of("a", "b")),
				Set.of(1), EnumSet.of(TimeUnit.DAYS), EnumSet.noneOf(TimeUnit.class), EnumSet.allOf(TimeUnit.class),
				new EnumMap<>(Map.of(TimeUnit.DAYS, 1)));
	}

	@ParameterizedTest
	@MethodSource("wrapped")
	void findsWhatIsWrapped(Object container) {
		for (Object wrapper : wrappersOf(container)) {
			assertThat(Wrappers.isWrapper(wrapper.getClass())).isTrue();
			Object found = Wrappers.unwrapped(wrapper);
			assertThat(found).isEqualTo(container);
			assertThat(Containers.isKnown(found.getClass())).isEqualTo(Containers.isKnown(container.getClass()));
			assertThat(Containers.order(found)).isEqualTo(Containers.order(container));
		}
	}

	private static List<Object> wrappersOf(Object container) {
		if (container instanceof Map<?, ?> map) {
			return List.of(Collections.unmodifiableMap(map), Collections.synchronizedMap(map),
					Collections.unmodifiableMap(Collections.synchronizedMap(map)));
		}
		if (container instanceof Set<?> set) {
			return List.of(Collections.unmodifiableSet(set), Collections.synchronizedSet(set));
		}
		return List.of(Collections.unmodifiableList((List<?>) container),
				Collections.synchronizedList((List<?>) container),
				Collections.unmodifiableCollection((Collection<?>) container));
	}

}
