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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;

/**
 * One Redis, which each pod reaches either directly, so that a dead server refuses, or
 * through a network of its own.
 */
final class Standalone implements Topology {

	private final OwnRedisServer redis = Servers.newRedis();

	private final boolean direct;

	private final Map<Integer, TcpProxy> proxies = new ConcurrentHashMap<>();

	Standalone(boolean direct) {
		this.direct = direct;
	}

	@Override
	public List<String> properties(int pod) {
		int port = this.direct ? this.redis.port()
				: this.proxies.computeIfAbsent(pod, (key) -> new TcpProxy(this.redis.port())).port();
		return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + port);
	}

	@Override
	public List<String> look(String cache, int key) {
		return RedisLook.of(this.redis, cache, key);
	}

	@Override
	public List<String> exchanges(String cache, int key, long moment, long nanos) {
		if (this.direct) {
			return Topology.super.exchanges(cache, key, moment, nanos);
		}
		return this.proxies.entrySet()
			.stream()
			.flatMap((proxy) -> proxy.getValue()
				.exchanges()
				.about(cache, key, moment, nanos)
				.stream()
				.map((exchange) -> Map.entry(exchange.at(), exchange.line("pod " + proxy.getKey(), moment))))
			.sorted(Map.Entry.comparingByKey())
			.map(Map.Entry::getValue)
			.toList();
	}

	void command(String... command) {
		Topology.command(this.redis, command);
	}

	OwnRedisServer redis() {
		return this.redis;
	}

	Collection<TcpProxy> proxies() {
		return this.proxies.values();
	}

	/**
	 * The network of one pod, the first if it has none of its own.
	 */
	TcpProxy proxy(int pod) {
		return Fleet.require(this.proxies.get(pod));
	}

	@Override
	public void heal() {
		this.proxies.values().forEach(TcpProxy::heal);
		this.redis.resume();
		this.redis.start();
	}

	@Override
	public void close() {
		this.proxies.values().forEach(TcpProxy::close);
		this.redis.close();
	}

}
