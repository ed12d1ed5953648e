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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DnsResolvers;
import io.lettuce.core.resource.MappingSocketAddressResolver;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.awaitility.Awaitility.await;

/**
 * A Redis Cluster of three masters.
 */
public final class RedisCluster implements AutoCloseable {

	private static final int MASTERS = 3;

	private final List<OwnRedisServer> masters;

	private final ClientResources resources;

	public RedisCluster() {
		// Each takes seconds before it calls itself a cluster.
		this.masters = IntStream.range(0, MASTERS)
			.mapToObj((i) -> CompletableFuture.supplyAsync(
					() -> Servers.newRedis("cluster-enabled yes", "cluster-node-timeout 1000"),
					(task) -> new Thread(task).start()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
		for (int i = 0; i < MASTERS; i++) {
			OwnRedisServer master = this.masters.get(i);
			// Each began as a whole cluster of its own.
			master.command("CLUSTER", "FLUSHSLOTS");
			List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
			IntStream.range(i * SlotHash.SLOT_COUNT / MASTERS, (i + 1) * SlotHash.SLOT_COUNT / MASTERS)
				.forEach((slot) -> command.add(Integer.toString(slot)));
			master.command(command.toArray(String[]::new));
			for (OwnRedisServer other : this.masters.subList(0, i)) {
				master.command("CLUSTER", "MEET", address(other), Integer.toString(other.port()));
			}
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> this.masters.stream().allMatch(RedisCluster::isComplete));
		// They gossip at this pace, but a busy machine must not make one look dead.
		this.masters.forEach((master) -> master.command("CONFIG", "SET", "cluster-node-timeout", "15000"));
		// Masters in containers know each other by addresses that may lead nowhere from
		// here.
		String host = this.masters.get(0).host();
		this.resources = DefaultClientResources.builder()
			.socketAddressResolver(MappingSocketAddressResolver.create(DnsResolvers.UNRESOLVED,
					(address) -> HostAndPort.of(host, address.getPort())))
			.build();
	}

	/**
	 * The address at which the other masters find one: that of its end of our connection.
	 */
	private static String address(OwnRedisServer master) {
		String client = Objects.requireNonNull(master.command("CLIENT", "INFO"));
		String local = client.substring(client.indexOf(" laddr=") + " laddr=".length());
		return local.substring(0, local.indexOf(':'));
	}

	private static boolean isComplete(OwnRedisServer master) {
		String info = Objects.requireNonNull(master.command("CLUSTER", "INFO"));
		return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS)
				&& info.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT);
	}

	public List<OwnRedisServer> masters() {
		return this.masters;
	}

	public LettuceConnectionFactory application() {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		configuration.addClusterNode(new RedisNode(this.masters.get(0).host(), this.masters.get(0).port()));
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.builder().clientResources(this.resources).build());
		application.afterPropertiesSet();
		return application;
	}

	@Override
	public void close() {
		this.resources.shutdown(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
		this.masters.forEach(OwnRedisServer::close);
	}

}
