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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownSchemas}.
 */
class KnownSchemasTests {

	private final KnownSchemas schemas = new KnownSchemas("aaaaaaaaaa");

	@Test
	void aSchemaIsNewsOnce() {
		assertThat(this.schemas.learn("aaaaaaaaaa,bbbbbbbbbb")).isTrue();
		assertThat(this.schemas.others()).containsExactly("bbbbbbbbbb");
		assertThat(this.schemas.learn("aaaaaaaaaa,bbbbbbbbbb")).isFalse();
		assertThat(this.schemas.learn("cccccccccc")).isTrue();
		assertThat(this.schemas.others()).containsExactlyInAnyOrder("bbbbbbbbbb", "cccccccccc");
	}

	@Test
	void ourOwnSchemaIsNoNews() {
		assertThat(this.schemas.learn("aaaaaaaaaa")).isFalse();
		assertThat(this.schemas.learn("")).isFalse();
		assertThat(this.schemas.others()).isEmpty();
	}

	@Test
	void aForgedListIsIgnored() {
		assertThat(this.schemas.learn("x,,bbbbbbbbb1,BBBBBBBBBB,bbbbbbbbbbb,{b}")).isFalse();
		StringBuilder many = new StringBuilder();
		for (int i = 0; i < 1000; i++) {
			many.append(
					String.format("%010d", i).replace('0', 'b').replace('1', 'c').replace('8', 'd').replace('9', 'e'))
				.append(',');
		}
		this.schemas.learn(many.toString());
		assertThat(this.schemas.others()).hasSizeLessThanOrEqualTo(16);
	}

}
