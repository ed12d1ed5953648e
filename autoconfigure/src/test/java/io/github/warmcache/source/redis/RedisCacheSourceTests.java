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

package io.github.warmcache.source.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.Item;
import io.github.warmcache.source.RecordingSink;
import io.lettuce.core.RedisException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisClusterNode.SlotRange;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisHashCommands;
import org.springframework.data.redis.connection.RedisNode.NodeType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is particular to {@link RedisHashCacheSource} and
 * {@link RedisKeysCacheSource}.
 */
@Tag("servers")
class RedisCacheSourceTests {

	private static RedisClient redis;

	@BeforeAll
	static void startServer() {
		redis = RedisClient.standalone();
	}

	@AfterAll
	static void stopServer() {
		redis.close();
	}

	@BeforeEach
	void flush() {
		redis.server().flush();
	}

	@Test
	void readsAHashOfPlainText() throws Exception {
		redis.template().opsForHash().putAll("capitals", Map.of("IT", "Roma", "DE", "Berlin"));
		CacheSource<String, String> source = new RedisHashCacheSource<>(redis.connectionFactory(), "capitals", text(),
				500);
		assertThat(source.load("IT")).isEqualTo("Roma");
		assertThat(source.loadAll(List.of("DE", "FR"))).containsExactly(Map.entry("DE", "Berlin"));
		RecordingSink<String, String> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.entries()).containsOnly(Map.entry("IT", "Roma"), Map.entry("DE", "Berlin"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void namesOnceWhatForeignJsonHasAndLacks(CapturedOutput output) throws Exception {
		redis.template()
			.opsForHash()
			.putAll("foreign",
					Map.of("IT", "{\"country_name\":\"Italy\",\"iso\":\"IT\"}", "DE",
							"{\"country_name\":\"Germany\",\"iso\":\"DE\"}", "FR",
							"{\"countryName\":\"France\",\"iso\":\"FR\"}"));
		CacheSource<String, Country> source = new RedisHashCacheSource<>(redis.connectionFactory(), "foreign",
				RedisEntryFormat.json(ResolvableType.forClass(String.class), ResolvableType.forClass(Country.class),
						JsonMapper.builder().build(), DefaultConversionService.getSharedInstance()),
				500);
		assertThat(source.load("FR")).isEqualTo(new Country("France", "FR"));
		assertThat(source.unmapped()).isZero();
		assertThat(output).doesNotContain("country_name");
		RecordingSink<String, Country> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.entries()).hasSize(3);
		assertThat(source.unmapped()).isEqualTo(4);
		assertThat(output).containsOnlyOnce("has the property 'country_name'")
			.containsOnlyOnce("lacks the property 'countryName'");
	}

	@Test
	void readsKeysOfPlainTextWhosePatternHasSpecialCharacters() throws Exception {
		redis.template()
			.opsForValue()
			.multiSet(
					Map.of("a[b]?:IT:x", "Roma", "a[b]?:DE:x", "Berlin", "ab?:FR:x", "Paris", "a[b]!:ES:x", "Madrid"));
		CacheSource<String, String> source = new RedisKeysCacheSource<>(redis.connectionFactory(), "a[b]?:*:x", text(),
				500);
		assertThat(source.load("IT")).isEqualTo("Roma");
		assertThat(source.loadAll(List.of("DE", "FR"))).containsExactly(Map.entry("DE", "Berlin"));
		RecordingSink<String, String> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.entries()).containsOnly(Map.entry("IT", "Roma"), Map.entry("DE", "Berlin"));
	}

	@Test
	void scansAHashThatRedisDoesNotSendAtOnce() throws Exception {
		Map<String, String> fields = new HashMap<>();
		for (int i = 0; i < 20_000; i++) {
			fields.put("key " + i, "value " + i);
		}
		redis.template().opsForHash().putAll("big", fields);
		RecordingSink<String, String> sink = new RecordingSink<>();
		new RedisHashCacheSource<>(redis.connectionFactory(), "big", text(), 500).stream(sink);
		assertThat(sink.entries()).isEqualTo(fields);
		assertThat(redis.server().command("INFO", "commandstats")).contains("cmdstat_hscan").doesNotContain("hgetall");
	}

	@Test
	void passesKeysOverThatHoldNoString() throws Exception {
		redis.template().opsForValue().set("mixed:1", "one");
		redis.template().opsForHash().put("mixed:2", "field", "value");
		RecordingSink<String, String> sink = new RecordingSink<>();
		new RedisKeysCacheSource<>(redis.connectionFactory(), "mixed:*", text(), 500).stream(sink);
		assertThat(sink.entries()).containsOnly(Map.entry("1", "one"));
	}

	@Test
	void handsOverWhatItCanReadAndThenTellsHowMuchItCouldNot() throws Exception {
		Map<String, String> entries = Map.of("1", "{\"id\":1,\"name\":\"x\",\"population\":2}", "2",
				"{\"id\":\"secret\"}", "3", "null", "secret", "{\"id\":1,\"name\":\"x\",\"population\":2}");
		redis.template().opsForHash().putAll("catalog", entries);
		entries.forEach((key, value) -> redis.template().opsForValue().set("catalog:" + key, value));
		for (CacheSource<Integer, Item> source : sources("catalog")) {
			RecordingSink<Integer, Item> sink = new RecordingSink<>();
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(sink))
				.withMessageContaining("'catalog")
				.withMessageContaining(Item.class.getName())
				.withMessageContaining("2 of 3 entries cannot be read")
				.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasNoCause());
			assertThat(sink.entries()).containsOnly(Map.entry(1, new Item(1, "x", 2)));
			RecordingSink<Integer, Item> lenient = new RecordingSink<Integer, Item>().lenient();
			source.stream(lenient);
			assertThat(lenient.unreadable()).hasSize(2);
			assertThat(lenient.entries()).hasSize(1);
		}
	}

	@Test
	void failsToLoadAValueThatCannotBeReadWithoutQuotingIt() {
		redis.template().opsForHash().put("catalog", "4711", "{\"id\":\"secret\"}");
		redis.template().opsForValue().set("catalog:4711", "{\"id\":\"secret\"}");
		for (CacheSource<Integer, Item> source : sources("catalog")) {
			for (ThrowingCallable call : List.<ThrowingCallable>of(() -> source.load(4711),
					() -> source.loadAll(List.of(4711)))) {
				assertThatExceptionOfType(CacheSourceException.class).isThrownBy(call)
					.withMessageContaining("'catalog")
					.withMessageContaining(Item.class.getName())
					.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret")
						.hasMessageNotContaining("4711")
						.hasNoCause());
			}
		}
	}

	@Test
	void namesTheKindOfFailureIfRedisCannotBeAsked() {
		LettuceConnectionFactory nowhere = RedisClient.nowhere();
		try {
			CacheSource<Integer, Item> source = new RedisHashCacheSource<>(nowhere, "catalog",
					RedisClient.json(Item.class), 500);
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.load(1))
				.withMessageStartingWith("Redis hash 'catalog' of " + Item.class.getName() + " cannot be read: "
						+ "RedisConnectionFailureException caused by ")
				.havingRootCause();
			assertThatExceptionOfType(CacheSourceException.class).isThrownBy(source::count);
		}
		finally {
			nowhere.destroy();
		}
	}

	@Test
	void failsIfTheHashIsSomethingElse() {
		redis.template().opsForValue().set("catalog", "a string");
		CacheSource<Integer, Item> source = sources("catalog").get(0);
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withCauseInstanceOf(DataAccessException.class)
			.havingRootCause()
			.isInstanceOf(RedisException.class);
		assertThat(redis.template().opsForValue().get("catalog")).isEqualTo("a string");
	}

	@Test
	void refusesSettingsThatCannotWork() {
		RedisEntryFormat<String, String> format = text();
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> new RedisHashCacheSource<>(redis.connectionFactory(), " ", format, 500))
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("hash"));
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> new RedisHashCacheSource<>(redis.connectionFactory(), "catalog", format, 0))
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("batch-size"));
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> new RedisKeysCacheSource<>(redis.connectionFactory(), "catalog", format, 500))
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("pattern"));
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> new RedisKeysCacheSource<>(redis.connectionFactory(), "catalog:*", format, -1))
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("batch-size"));
	}

	@Test
	void scansEveryMasterThatServesSlots() {
		RedisClusterNode first = node(1, NodeType.MASTER, new SlotRange(0, 99));
		RedisClusterNode second = node(2, NodeType.MASTER, new SlotRange(100, 16383));
		RedisClusterNode idle = node(3, NodeType.MASTER, SlotRange.empty());
		RedisClusterNode replica = node(4, NodeType.REPLICA, new SlotRange(0, 99));
		RedisClusterConnection connection = Mockito.mock();
		BDDMockito.given(connection.clusterGetNodes()).willReturn(List.of(first, second, idle, replica));
		Set<RedisClusterNode> scanned = new HashSet<>();
		BDDMockito.given(connection.scan(Mockito.any(RedisClusterNode.class), Mockito.any(ScanOptions.class)))
			.willAnswer((call) -> {
				scanned.add(call.getArgument(0));
				return Mockito.mock(Cursor.class);
			});
		RedisConnectionFactory connectionFactory = Mockito.mock();
		BDDMockito.given(connectionFactory.getConnection()).willReturn(connection);
		new RedisKeysCacheSource<>(connectionFactory, "catalog:*", text(), 500).stream(new RecordingSink<>());
		assertThat(scanned).containsExactlyInAnyOrder(first, second);
	}

	@Test
	void readsTheNextPageWhileOneIsWorkedOn() throws Exception {
		Iterator<String> fields = List.of("1", "2", "3").iterator();
		CountDownLatch second = new CountDownLatch(2);
		Cursor<Map.Entry<byte[], byte[]>> cursor = Mockito.mock();
		BDDMockito.given(cursor.hasNext()).willAnswer((call) -> fields.hasNext());
		BDDMockito.given(cursor.next()).willAnswer((call) -> {
			second.countDown();
			byte[] field = fields.next().getBytes(StandardCharsets.UTF_8);
			return Map.entry(field, field);
		});
		List<Boolean> ahead = new ArrayList<>();
		new RedisHashCacheSource<>(scanning(cursor), "catalog", text(), 1).stream(new RecordingSink<>() {

			@Override
			public void accept(String key, String value) {
				super.accept(key, value);
				ahead.add(awaited(second));
			}

		});
		assertThat(ahead).containsExactly(true, true, true);
		BDDMockito.then(cursor).should().close();
	}

	@Test
	void endsTheCursorIfTheSinkHasEnough() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		byte[] field = { '1' };
		Cursor<Map.Entry<byte[], byte[]>> cursor = Mockito.mock();
		BDDMockito.given(cursor.hasNext()).willReturn(true);
		BDDMockito.given(cursor.next()).willReturn(Map.entry(field, field));
		BDDMockito.willAnswer((call) -> {
			closed.countDown();
			return null;
		}).given(cursor).close();
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> new RedisHashCacheSource<>(scanning(cursor), "catalog", text(), 10)
				.stream(new RecordingSink<>(5)));
		assertThat(awaited(closed)).isTrue();
	}

	@Test
	void closesAConnectionWhoseCursorCannotBeHad() {
		CountDownLatch closed = new CountDownLatch(1);
		RedisConnection connection = Mockito.mock();
		BDDMockito.given(connection.hashCommands()).willThrow(new IllegalStateException());
		BDDMockito.willAnswer((call) -> {
			closed.countDown();
			return null;
		}).given(connection).close();
		RedisConnectionFactory connectionFactory = Mockito.mock();
		BDDMockito.given(connectionFactory.getConnection()).willReturn(connection);
		assertThatExceptionOfType(CacheSourceException.class)
			.isThrownBy(() -> new RedisHashCacheSource<>(connectionFactory, "catalog", text(), 10)
				.stream(new RecordingSink<>()));
		assertThat(awaited(closed)).isTrue();
	}

	private static boolean awaited(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RedisConnectionFactory scanning(Cursor<Map.Entry<byte[], byte[]>> cursor) {
		RedisHashCommands commands = Mockito.mock();
		BDDMockito.given(commands.hScan(Mockito.any(byte[].class), Mockito.any(ScanOptions.class))).willReturn(cursor);
		RedisConnection connection = Mockito.mock();
		BDDMockito.given(connection.hashCommands()).willReturn(commands);
		RedisConnectionFactory connectionFactory = Mockito.mock();
		BDDMockito.given(connectionFactory.getConnection()).willReturn(connection);
		return connectionFactory;
	}

	private static RedisClusterNode node(int port, NodeType type, SlotRange slots) {
		return RedisClusterNode.newRedisClusterNode()
			.listeningAt("127.0.0.1", port)
			.withId(Integer.toString(port))
			.promotedAs(type)
			.serving(slots)
			.build();
	}

	private static List<CacheSource<Integer, Item>> sources(String name) {
		return List.of(new RedisHashCacheSource<>(redis.connectionFactory(), name, RedisClient.json(Item.class), 500),
				new RedisKeysCacheSource<>(redis.connectionFactory(), name + ":*", RedisClient.json(Item.class), 500));
	}

	private static RedisEntryFormat<String, String> text() {
		return RedisEntryFormat.text(ResolvableType.forClass(String.class), ResolvableType.forClass(String.class),
				DefaultConversionService.getSharedInstance());
	}

	record Country(String countryName, String iso) {

	}

}
