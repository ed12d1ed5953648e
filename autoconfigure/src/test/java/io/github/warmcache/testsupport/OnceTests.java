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

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Once}.
 */
class OnceTests {

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void valueIsGotOnce() {
		Once<Integer> once = new Once<>(this.calls::incrementAndGet);
		assertThat(once.get()).isEqualTo(1);
		assertThat(once.get()).isEqualTo(1);
	}

	@Test
	void failureIsKept() {
		Once<Integer> once = new Once<>(() -> {
			throw new IllegalStateException("no server, try " + this.calls.incrementAndGet());
		});
		assertThatIllegalStateException().isThrownBy(once::get).withMessage("no server, try 1");
		assertThatIllegalStateException().isThrownBy(once::get).withMessage("no server, try 1");
	}

}
