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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.redis.RedisTierSettings;
import io.github.warmcache.tier.redis.TierFixture;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RedisTierConnections}.
 */
@Tag("servers")
class RedisTierConnectionsTests {

	private static final RedisTierTimeouts TIMEOUTS = RedisTierTimeouts.defaults();

	@Test
	void aStandaloneServerIsKeptWithItsCredentials() {
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("nowhere.invalid", 1234);
		server.setDatabase(3);
		server.setUsername("user");
		server.setPassword("secret");
		LettuceConnectionFactory derived = derive(server, LettuceClientConfiguration.defaultConfiguration());
		assertThat(derived.getHostName()).isEqualTo("nowhere.invalid");
		assertThat(derived.getPort()).isEqualTo(1234);
		assertThat(derived.getDatabase()).isEqualTo(3);
		assertThat(derived.getPassword()).isEqualTo("secret");
		assertThat(LettuceConnections.server(derived)).isSameAs(server);
	}

	@Test
	void sentinelsAreKeptWithTheirCredentials() {
		RedisSentinelConfiguration server = new RedisSentinelConfiguration().master("main").sentinel("a.invalid", 1);
		server.setDatabase(3);
		server.setPassword("secret");
		server.setSentinelPassword("other");
		LettuceConnectionFactory derived = derive(server, LettuceClientConfiguration.defaultConfiguration());
		assertThat(derived.isRedisSentinelAware()).isTrue();
		assertThat(derived.getDatabase()).isEqualTo(3);
		assertThat(derived.getPassword()).isEqualTo("secret");
		assertThat(derived.getSentinelConfiguration()).isEqualTo(server);
	}

	@Test
	void aClusterIsKeptWithItsOptions() {
		RedisClusterConfiguration server = new RedisClusterConfiguration(List.of("a.invalid:1", "b.invalid:2"));
		server.setPassword("secret");
		ClusterTopologyRefreshOptions refresh = ClusterTopologyRefreshOptions.builder()
			.enablePeriodicRefresh(Duration.ofMinutes(3))
			.build();
		LettuceConnectionFactory derived = derive(server,
				LettuceClientConfiguration.builder()
					.clientOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build())
					.build());
		assertThat(derived.isClusterAware()).isTrue();
		assertThat(derived.getClusterConfiguration().getClusterNodes())
			.containsExactlyInAnyOrder(new RedisNode("a.invalid", 1), new RedisNode("b.invalid", 2));
		assertThat(derived.getPassword()).isEqualTo("secret");
		assertThat(derived.getClientConfiguration().getClientOptions()).get()
			.isInstanceOfSatisfying(ClusterClientOptions.class, (options) -> {
				assertThat(options.getTopologyRefreshOptions().getRefreshPeriod()).isEqualTo(Duration.ofMinutes(3));
				assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
			});
	}

	@Test
	void aSocketIsKept() {
		RedisSocketConfiguration server = new RedisSocketConfiguration("/nowhere");
		assertThat(server(server)).isSameAs(server);
	}

	@Test
	void aMasterAndItsReplicasAreKept() {
		RedisStaticMasterReplicaConfiguration server = new RedisStaticMasterReplicaConfiguration("a.invalid", 1);
		server.addNode("b.invalid", 2);
		server.setPassword("secret");
		assertThat(derive(server, LettuceClientConfiguration.defaultConfiguration()).getPassword()).isEqualTo("secret");
		assertThat(server(server)).isSameAs(server);
	}

	@Test
	void theTimesAreOurOwnAndTheRestIsTheApplications() {
		ClientOptions options = ClientOptions.builder()
			.protocolVersion(ProtocolVersion.RESP2)
			.socketOptions(SocketOptions.builder().tcpNoDelay(false).connectTimeout(Duration.ofMinutes(1)).build())
			.build();
		LettuceClientConfiguration application = LettuceClientConfiguration.builder()
			.useSsl()
			.verifyPeer(SslVerifyMode.CA)
			.startTls()
			.and()
			.clientName("atlas")
			.clientOptions(options)
			.readFrom(ReadFrom.REPLICA)
			.commandTimeout(Duration.ofMinutes(1))
			.build();
		LettuceClientConfiguration derived = derive(new RedisStandaloneConfiguration(), application)
			.getClientConfiguration();
		assertThat(derived.isUseSsl()).isTrue();
		assertThat(derived.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
		assertThat(derived.isStartTls()).isTrue();
		assertThat(derived.getClientName()).contains("atlas:warmcache");
		assertThat(derived.getReadFrom()).isEmpty();
		assertThat(derived.getCommandTimeout()).isEqualTo(Duration.ofMillis(200));
		assertThat(derived.getClientOptions()).hasValueSatisfying((ours) -> {
			assertThat(ours.getConfiguredProtocolVersion()).isEqualTo(ProtocolVersion.RESP2);
			assertThat(ours.getSocketOptions().isTcpNoDelay()).isFalse();
			assertThat(ours.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofMillis(250));
			assertThat(ours.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
			assertThat(ours.isAutoReconnect()).isTrue();
			assertThat(ours.getTimeoutOptions().isTimeoutCommands()).isTrue();
		});
		assertThat(derived.getClientResources()).get()
			.extracting((resources) -> resources.reconnectDelay().createDelay(100))
			.isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void theApplicationsThreadsAreSharedAndSurviveOurEnd() {
		ClientResources resources = DefaultClientResources.builder()
			.reconnectDelay(Delay.constant(Duration.ofDays(1)))
			.build();
		try {
			LettuceConnectionFactory application = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration(Servers.redis().host(), Servers.redis().port()),
					LettuceClientConfiguration.builder().clientResources(resources).build());
			application.afterPropertiesSet();
			RedisTierConnections connections = new RedisTierConnections(application, TierFixture.PATIENT);
			assertThat(connections.connect(Duration.ofSeconds(20))).isTrue();
			assertThat(((LettuceConnectionFactory) connections.connectionFactory()).getClientResources()
				.eventLoopGroupProvider()).isSameAs(resources.eventLoopGroupProvider());
			connections.destroy();
			assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
			try (RedisConnection connection = application.getConnection()) {
				assertThat(connection.ping()).isEqualTo("PONG");
			}
			application.destroy();
		}
		finally {
			resources.shutdown().syncUninterruptibly();
		}
	}

	@Test
	void ourOwnThreadsEndWithUs() {
		LettuceConnectionFactory application = TierFixture.application(Servers.redis());
		RedisTierConnections connections = new RedisTierConnections(application, TierFixture.PATIENT);
		ClientResources resources = ((LettuceConnectionFactory) connections.connectionFactory()).getClientResources();
		assertThat(connections.connect(Duration.ofSeconds(20))).isTrue();
		connections.destroy();
		assertThat(resources.eventExecutorGroup().isShuttingDown()).isTrue();
		assertThatIllegalStateException().isThrownBy(connections.connectionFactory()::getConnection);
		application.destroy();
	}

	@Test
	void thereIsNoConnectionWhereThereIsNoServer() {
		LettuceConnectionFactory application = new LettuceConnectionFactory("127.0.0.1", 1);
		application.afterPropertiesSet();
		RedisTierConnections connections = new RedisTierConnections(application, TIMEOUTS);
		assertThat(connections.connect(Duration.ofMillis(100))).isFalse();
		connections.destroy();
		application.destroy();
	}

	@Test
	void aConnectionFactoryOfTheApplicationsOwnIsUsedAsItIs() {
		LettuceConnectionFactory application = new LettuceConnectionFactory() {
		};
		RedisTierConnections connections = new RedisTierConnections(application, TIMEOUTS);
		assertThat(connections.connectionFactory()).isSameAs(application);
		connections.destroy();
		application.afterPropertiesSet();
		assertThat(application.isRunning()).as("not closed by us").isTrue();
		application.destroy();
	}

	@Test
	void aTimeMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new RedisTierTimeouts(Duration.ZERO, TIMEOUTS.bulk(), TIMEOUTS.connect(), TIMEOUTS.reconnect()))
			.withMessageContaining("command timeout");
	}

	@Test
	void aSizeMustBePositive() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisTierSettings(Duration.ofSeconds(1), 0, 1, 1000, 1))
			.withMessageContaining("batch size");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisTierSettings(Duration.ZERO, 1, 1, 1000, 1))
			.withMessageContaining("lease");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisTierSettings(Duration.ofSeconds(1), 1, 1, 1, 1))
			.withMessageContaining("longest value");
	}

	private static LettuceConnectionFactory derive(RedisConfiguration server, LettuceClientConfiguration client) {
		LettuceConnectionFactory application = new LettuceConnectionFactory(server, client);
		RedisTierConnections connections = new RedisTierConnections(application, TIMEOUTS);
		RedisConnectionFactory derived = connections.connectionFactory();
		connections.destroy();
		assertThat(derived).isInstanceOf(LettuceConnectionFactory.class).isNotSameAs(application);
		return (LettuceConnectionFactory) derived;
	}

	private static RedisConfiguration server(RedisConfiguration server) {
		return LettuceConnections.server(derive(server, LettuceClientConfiguration.defaultConfiguration()));
	}

}
