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

import java.util.List;

import io.github.warmcache.source.Item;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A Redis of its own and what an application has to talk to it.
 */
final class RedisClient implements AutoCloseable {

	static final JsonMapper JSON = JsonMapper.builder().build();

	private final OwnRedisServer server;

	private final LettuceConnectionFactory connectionFactory;

	private final StringRedisTemplate template;

	private RedisClient(OwnRedisServer server, LettuceConnectionFactory connectionFactory) {
		this.server = server;
		this.connectionFactory = connectionFactory;
		this.connectionFactory.afterPropertiesSet();
		this.template = new StringRedisTemplate(connectionFactory);
	}

	static RedisClient standalone() {
		OwnRedisServer server = Servers.newRedis();
		return new RedisClient(server, new LettuceConnectionFactory(server.host(), server.port()));
	}

	/**
	 * A cluster whose only master serves all slots: its keys are spread over the slots as
	 * over many masters.
	 */
	static RedisClient cluster() {
		OwnRedisServer server = Servers.newRedis("cluster-enabled yes");
		return new RedisClient(server, new LettuceConnectionFactory(
				new RedisClusterConfiguration(List.of(server.host() + ":" + server.port()))));
	}

	/**
	 * A client of a server that is not there.
	 */
	static LettuceConnectionFactory nowhere() {
		LettuceConnectionFactory connectionFactory = new LettuceConnectionFactory("127.0.0.1", 1);
		connectionFactory.afterPropertiesSet();
		return connectionFactory;
	}

	static <V> RedisEntryFormat<Integer, V> json(Class<V> type) {
		return RedisEntryFormat.json(ResolvableType.forClass(Integer.class), ResolvableType.forClass(type), JSON,
				DefaultConversionService.getSharedInstance());
	}

	static String json(Item item) {
		return JSON.writeValueAsString(item);
	}

	OwnRedisServer server() {
		return this.server;
	}

	LettuceConnectionFactory connectionFactory() {
		return this.connectionFactory;
	}

	StringRedisTemplate template() {
		return this.template;
	}

	@Override
	public void close() {
		this.connectionFactory.destroy();
		this.server.close();
	}

}
