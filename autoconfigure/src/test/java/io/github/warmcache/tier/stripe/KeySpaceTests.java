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

package io.github.warmcache.tier.stripe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.tier.SharedTier;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeySpace}.
 */
class KeySpaceTests {

	@Test
	void theNamesAreThoseOfEarlierReleases() {
		KeySpace keys = keys("atlas", "cities");
		assertThat(text(keys.locate(7).name())).isEqualTo("{atlas:9}:v1:6:cities:abcdefghij:i:7");
		assertThat(text(keys.meta(9))).isEqualTo("{atlas:9}:meta");
		assertThat(text(keys.epochField())).isEqualTo("epoch:cities");
		assertThat(text(keys.channel())).isEqualTo("{atlas}:changes:v1");
		assertThat(text(keys.subject("one", "me", keys.locate(7).text()))).isEqualTo("one:me:6:citiesi:7");
		assertThat(text(keys.pattern())).isEqualTo("{atlas:*}:v1:6:cities:abcdefghij:*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "atlas", "{", "}", "}{", "a{b}c", "%7b", "ä:*", " " })
	void theKeysOfAStripeBelongToOneSlot(String namespace) {
		KeySpace keys = keys(namespace, "{cities}");
		for (String key : List.of("", "}", "{x}", "a")) {
			RedisKey located = keys.locate(key);
			assertThat(SlotHash.getSlot(located.name())).isEqualTo(SlotHash.getSlot(keys.meta(located.stripe())));
		}
	}

	@Test
	void namesOfDifferentCachesAndNamespacesDiffer() {
		List<String> names = new ArrayList<>();
		for (String namespace : List.of("a", "a:1", "{a}", "%7ba%7d", "a ")) {
			for (String cache : List.of("b", "b:1", "1:b", "", "b:abcdefghij")) {
				names.add(text(keys(namespace, cache).locate("k").name()));
			}
		}
		assertThat(names).doesNotHaveDuplicates();
	}

	@Test
	void whatIsRememberedOfTheChangesOfDifferentKeysHasDifferentNames() {
		String longest = "k".repeat(40);
		RedisKey digested = keys("atlas", "cities").locate(longest + "k");
		List<String> names = new ArrayList<>();
		for (String key : List.of("k", longest, longest + "k", longest + "l",
				new String(digested.shortText(), StandardCharsets.UTF_8))) {
			RedisKey located = keys("atlas", "cities").locate(key);
			names.add(text(keys("atlas", "cities").changeName(located)));
			names.add(text(keys("atlas", "cities:k").changeName(located)));
		}
		assertThat(names).doesNotHaveDuplicates().allMatch((name) -> name.length() < 80);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cities", "a:b", "*", "[x]", "ä", "{}", "6:cities" })
	void aNameIsReadBackByItsOwnCacheOnly(String cache) {
		RedisKey located = keys("atlas", cache).locate("a:b ä");
		assertThat(keys("atlas", cache).parse(located.name())).satisfies((parsed) -> {
			assertThat(parsed.key()).isEqualTo("a:b ä");
			assertThat(parsed.stripe()).isEqualTo(located.stripe());
			assertThat(parsed.name()).isEqualTo(located.name());
		});
		assertThat(keys("atlas", cache + "x").parse(located.name())).isNull();
		assertThat(keys("other", cache).parse(located.name())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{atlas:9}", "{atlas:9}:meta", "{atlas:18}:v1:6:cities:abcdefghij:i:7",
			"{atlas:9}:v1:6:cities:abcdefghij:i:07", "{atlas:9}:v1:6:cities:abcdefghij:",
			"{atlas:9}:v2:6:cities:abcdefghij:i:7", "{atlas:9}:v1:6:cities:abcdefghik:i:7",
			"{atlas:99}:v1:6:cities:abcdefghij:i:7" })
	void aForgedNameIsNoKey(String name) {
		assertThat(keys("atlas", "cities").parse(name.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void aNameThatIsNotUtf8IsNoKey() {
		KeySpace keys = keys("atlas", "cities");
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			byte[] name = ("{atlas:" + stripe + "}:v1:6:cities:abcdefghij:s:?").getBytes(StandardCharsets.UTF_8);
			name[name.length - 1] = (byte) 0xFF;
			assertThat(keys.parse(name)).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "a,b", "cities,7" })
	void theStripeIsThatOfTheName(String cache, String key) {
		KeySpace keys = keys("atlas", cache);
		assertThat(keys.stripe(key)).isEqualTo(keys.locate(key).stripe());
	}

	private static KeySpace keys(String namespace, String cache) {
		return new KeySpace(namespace, cache, "abcdefghij", ResolvableType.NONE);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
