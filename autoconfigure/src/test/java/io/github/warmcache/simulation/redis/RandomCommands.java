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

package io.github.warmcache.simulation.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Commands with random words, on the keys that there are and on some of their own.
 */
final class RandomCommands {

	/**
	 * In each, a key is {@code k}, a text {@code s}, a field {@code h}, a whole number
	 * {@code i}, any number {@code f}, a time in milliseconds {@code t} and one in
	 * seconds {@code e}. Words of more letters are as they are.
	 */
	private static final List<String> SHAPES = List.of("GET k", "SET k s", "SET k s PX t", "SET k s EX e", "SET k s NX",
			"SET k s XX", "SET k s KEEPTTL", "SET k s XX PX t", "SET k s GET", "SET k s PX", "SET k s NX XX",
			"SETNX k s", "SET k i", "MGET k k k", "DEL k", "DEL k k", "UNLINK k", "EXISTS k k", "TYPE k", "PTTL k",
			"TTL k", "PEXPIRE k t", "EXPIRE k e", "PERSIST k", "STRLEN k", "GETRANGE k i i", "INCR k", "DECR k",
			"INCRBY k i", "APPEND k s", "HGET k h", "HMGET k h h h", "HSET k h s", "HSET k h s h s", "HSET k h s h",
			"HMSET k h s h i", "HSETNX k h s", "HDEL k h", "HDEL k h h", "HKEYS k", "HVALS k", "HGETALL k", "HLEN k",
			"HEXISTS k h", "HSTRLEN k h", "HINCRBY k h i", "HSET k h i", "ZADD k f s", "ZADD k f s f s",
			"ZADD k NX f s", "ZADD k XX f s", "ZADD k GT f s", "ZADD k LT CH f s", "ZADD k CH f s f s",
			"ZADD k INCR f s", "ZADD k NX XX f s", "ZADD k XX INCR f s", "ZINCRBY k f s", "ZSCORE k s", "ZCARD k",
			"ZRANK k s", "ZREVRANK k s", "ZCOUNT k f f", "ZRANGE k i i", "ZRANGE k i i WITHSCORES",
			"ZRANGE k i i REV WITHSCORES", "ZREVRANGE k i i", "ZREVRANGE k i i WITHSCORES",
			"ZRANGEBYSCORE k f f WITHSCORES", "ZRANGEBYSCORE k f f LIMIT i i", "ZREM k s", "ZREMRANGEBYRANK k i i",
			"ZREMRANGEBYSCORE k f f", "ZUNIONSTORE k i k", "ZUNIONSTORE k 1 k WEIGHTS f",
			"ZUNIONSTORE k 2 k k WEIGHTS f f AGGREGATE MAX", "ZUNIONSTORE k 2 k k", "LPUSH k s s", "RPUSH k s",
			"LLEN k", "LRANGE k i i", "PUBLISH h s", "ECHO s", "GET", "HGET k", "get k");

	private static final List<String> OWN_KEYS = List.of("own:1", "own:2", "own:3", "own:4", "own:5", "own:6");

	private static final List<String> INTEGERS = List.of("0", "1", "-1", "2", "-2", "5", "-7", "100", "12", "1.5",
			"abc", "", "+1", "01", " 1", "9223372036854775807", "-9223372036854775808", "9223372036854775808");

	private static final List<String> NUMBERS = List.of("0", "1", "-1", "2.5", "0.1", "-0.3", "1e3", "1e-30", "1e300",
			"inf", "-inf", "+inf", "123456789", "nan", "abc", "(1", "(2.5", "3.0000000000000004", "-0");

	private static final List<String> MILLIS = List.of("1800000", "3600000", "7200000", "-1", "0", "abc",
			"9223372036854775807");

	private static final List<String> SECONDS = List.of("1800", "3600", "7200", "-1", "0", "1.5",
			"9223372036854775807");

	private static final List<String> TEXTS = List.of("a", "b", "c", "", "\0\1\2", "12", "garbage", "v1:", "l1:x:y",
			"\u00fc\u00df", "A", "aa");

	private static final List<String> FIELDS = List.of("seq", "last", "run", "epoch:plain", "epoch:versioned",
			"schemas:plain", "at", "half", "entries", "f1", "f2");

	private final MirroredRedis redis;

	private final Random random;

	RandomCommands(MirroredRedis redis, Random random) {
		this.redis = redis;
		this.random = random;
	}

	/**
	 * Run the next command.
	 */
	void next() {
		List<byte[]> words = new ArrayList<>();
		for (String word : any(SHAPES).split(" ")) {
			words.add(switch (word) {
				case "k" -> key();
				case "s" -> Differences.bytes(any(TEXTS));
				case "h" -> Differences.bytes(any(FIELDS));
				case "i" -> Differences.bytes(any(INTEGERS));
				case "f" -> Differences.bytes(any(NUMBERS));
				case "t" -> Differences.bytes(any(MILLIS));
				case "e" -> Differences.bytes(any(SECONDS));
				default -> Differences.bytes(word);
			});
		}
		this.redis.command(words.toArray(byte[][]::new));
	}

	private byte[] key() {
		List<byte[]> keys = this.redis.keys();
		// Their own more often: what is wrong in one of a pod stops much of the rest.
		return (keys.isEmpty() || this.random.nextInt(4) > 0) ? Differences.bytes(any(OWN_KEYS)) : any(keys);
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

}
