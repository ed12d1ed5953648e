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


package io.github.warmcache.promises;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PromisesTests {

	private final Map<Object, String> database = new ConcurrentHashMap<>();

	@Test
	void probe() {
		String ns = UUID.randomUUID().toString();
		for (int i = 0; i < 3; i++) {
			long start = System.nanoTime();
			try (PromisePod a = PromisePod.start(Servers.redis(), ns, this.database)) {
				this.database.put("1", "one");
				assertThat(a.read("1")).isEqualTo("one");
				System.out.println((System.nanoTime() - start) / 1000000 + " ms");
			}
		}
	}

}
