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

package io.github.warmcache.faults;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Exchanges} and {@link RedisLook}.
 */
@Tag("servers")
class ExchangesTests {

	private static final long SECOND = 1_000_000_000;

	private final Exchanges exchanges = new Exchanges();

	@Test
	void aRequestIsKeptWithItsReply() {
		this.exchanges.asked(bytes("*2\r\n$3\r\nGET\r\n$22\r\n{app:4}:v1:3:put:abc:7\r\n"))
			.replied(bytes("$5\r\nvalue\r\n"));
		assertThat(about("put", 7)).contains("GET {app:4}:v1:3:put:abc:7 => value");
	}

	@Test
	void aRequestWithoutAReplyIsKept() {
		this.exchanges.asked(bytes("*2\r\n$3\r\nGET\r\n$22\r\n{app:4}:v1:3:put:abc:7\r\n"));
		assertThat(about("put", 7)).contains("=> no reply");
	}

	@Test
	void messagesAreKeptWithWhatBecameOfThem() {
		this.exchanges.told(
				bytes(">3\r\n$7\r\nmessage\r\n$14\r\napp:changes:v1\r\n$30\r\n" + "k1:4:12:abc:def:ghi:3:puti:7\r\n"),
				true);
		assertThat(about("put", 7)).contains("k1:4:12:abc:def:ghi:3:puti:7 => LOST");
	}

	@Test
	void whatIsAboutOtherKeysAndCachesOrLongAgoIsLeftOut() {
		this.exchanges.asked(bytes("*2\r\n$3\r\nGET\r\n$22\r\n{app:4}:v1:3:put:abc:7\r\n"));
		assertThat(about("put", 77)).isEmpty();
		assertThat(about("evicted", 7)).isEmpty();
		assertThat(this.exchanges.about("put", 7, System.nanoTime() + 2 * SECOND, SECOND)).isEmpty();
	}

	@Test
	void redisTellsWhatItHasOfAKeyWithTheCountsOfItsStripe() {
		try (OwnRedisServer redis = Servers.newRedis()) {
			redis.command("SET", "{app:4}:v1:3:put:abc:7", "the value", "PX", "60000");
			redis.command("SET", "{app:5}:v1:3:put:abc:77", "another");
			redis.command("HSET", "{app:4}:meta", "seq", "12");
			assertThat(String.join("|", RedisLook.of(redis, "put", 7))).contains("abc:7 (", "the value", "seq 12")
				.doesNotContain("another");
			assertThat(RedisLook.of(redis, "put", 8)).singleElement().asString().endsWith("nothing");
			redis.stop();
			assertThat(RedisLook.of(redis, "put", 7)).singleElement().asString().contains("does not say");
		}
	}

	private String about(String cache, int key) {
		long now = System.nanoTime();
		return this.exchanges.about(cache, key, now, SECOND)
			.stream()
			.map((exchange) -> exchange.line("pod 1", now))
			.collect(Collectors.joining("|"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
