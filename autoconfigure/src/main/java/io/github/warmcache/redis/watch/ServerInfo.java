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

package io.github.warmcache.redis.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;

import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.redis.Reply;
import io.github.warmcache.redis.watch.ServerFigures.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Reader of {@code INFO}, of every master of a Redis Cluster that its nodes believe
 * alive.
 */
final class ServerInfo {

	/**
	 * Address of the only server.
	 */
	private static final String SERVER = "server";

	private final RedisConnectionFactory connections;

	ServerInfo(RedisConnectionFactory connections) {
		this.connections = connections;
	}

	/**
	 * Ask the servers. Waits for each, up to the timeout of the connections. Never fails.
	 * @return the figures of each server, with or without an answer; at least one
	 */
	List<ServerFigures> read() {
		List<ServerFigures> servers = new ArrayList<>();
		try (RedisConnection connection = this.connections.getConnection()) {
			if (connection instanceof RedisClusterConnection cluster) {
				for (RedisClusterNode node : cluster.clusterGetNodes()) {
					if (node.isMaster() && !node.isMarkedAsFail()) {
						servers.add(
								read(node.getHost() + ":" + node.getPort(), () -> cluster.serverCommands().info(node)));
					}
				}
			}
			else {
				servers.add(read(SERVER, () -> connection.serverCommands().info()));
			}
		}
		catch (RuntimeException ex) {
			// There is no connection, or the nodes of the cluster are not known.
		}
		return servers.isEmpty() ? List.of(ServerFigures.none(SERVER, Answer.MISSING)) : servers;
	}

	private static ServerFigures read(String address, Supplier<@Nullable Properties> info) {
		try {
			Properties answer = info.get();
			return (answer != null) ? ServerFigures.of(address, answer) : ServerFigures.none(address, Answer.MISSING);
		}
		catch (RuntimeException ex) {
			RedisUnavailableException failure = Reply.failed(ex).failure();
			boolean refused = failure != null && failure.isAnswer();
			return ServerFigures.none(address, refused ? Answer.REFUSED : Answer.MISSING);
		}
	}

}
