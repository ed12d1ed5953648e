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

package io.github.warmcache.testsupport;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Guard}.
 */
class GuardTests {

	@Test
	void methodReturnsWhatTheTestSaysUntilTheGuardIsClosed() {
		Door door = new Door();
		assertThat(door.isOpenFor("thief")).isFalse();
		try (Guard guard = Guard.disabled(Door.class, "isOpenFor", true)) {
			assertThat(door.isOpenFor("thief")).isTrue();
		}
		assertThat(door.isOpenFor("thief")).isFalse();
	}

	@Test
	void methodWithoutAResultDoesNothing() {
		Door door = new Door();
		try (Guard guard = Guard.disabled(Door.class, "shut", null)) {
			door.shut(1);
		}
		assertThat(door.shut).isZero();
		door.shut(1);
		assertThat(door.shut).isOne();
	}

	@Test
	void replacementGetsTheArguments() {
		try (Guard guard = Guard.replaced(Door.class, "isOpenFor",
				(call) -> call.arguments()[0].equals("friend") || (boolean) call.proceed())) {
			assertThat(new Door().isOpenFor("friend")).isTrue();
			assertThat(new Door().isOpenFor("owner")).isTrue();
			assertThat(new Door().isOpenFor("thief")).isFalse();
		}
	}

	@Test
	void replacementMayThrow() {
		try (Guard guard = Guard.replaced(Door.class, "shut", (call) -> {
			throw new UnsupportedOperationException();
		})) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> new Door().shut(1));
		}
	}

	@Test
	void watcherSeesCallsAndLeavesThemAsTheyAre() {
		List<Object> seen = new ArrayList<>();
		try (Guard guard = Guard.watched(Door.class, "isOpenFor", (arguments) -> seen.add(arguments[0]))) {
			assertThat(new Door().isOpenFor("owner")).isTrue();
		}
		new Door().isOpenFor("thief");
		assertThat(seen).containsExactly("owner");
	}

	@Test
	void guardThatDoesNotExistIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> Guard.disabled(Door.class, "isLocked", true))
			.withMessageContaining("isLocked");
		assertThatIllegalArgumentException().isThrownBy(() -> Guard.type("cache.NoSuchThing"));
	}

	@Test
	void guardIsSwitchedOffOnce() {
		try (Guard guard = Guard.disabled(Door.class, "shut", null)) {
			assertThatIllegalStateException().isThrownBy(() -> Guard.disabled(Door.class, "shut", null));
		}
	}

	static final class Door {

		private int shut;

		boolean isOpenFor(String name) {
			return name.equals("owner");
		}

		void shut(int times) {
			this.shut += times;
		}

	}

}
