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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLHandshakeException;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestAuthority;
import io.github.warmcache.testsupport.TestAuthority.Issued;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link RedisTierConnections} with a server that speaks TLS alone, and an
 * application that trusts one authority by an SSL bundle of Spring Boot.
 */
@Tag("servers")
class RedisTlsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofSeconds(2);

	/** Several attempts to connect again. */
	private static final Duration A_WHILE = Duration.ofSeconds(3);

	/** Also what a certificate for another name is tried with: it leads to this host. */
	private static final String NAME = "localhost";

	@TempDir
	private static Path authorities;

	private static TestAuthority authority;

	private static TestAuthority another;

	private static Issued forName;

	private static Issued forElsewhere;

	private static Issued ofAnother;

	@TempDir
	private Path directory;

	private OwnRedisServer redis;

	@BeforeAll
	static void issueCertificates() throws IOException {
		authority = new TestAuthority(Files.createDirectory(authorities.resolve("authority")));
		another = new TestAuthority(Files.createDirectory(authorities.resolve("another")));
		forName = authority.issue(NAME);
		forElsewhere = authority.issue("elsewhere");
		ofAnother = another.issue(NAME);
	}

	@BeforeEach
	void startRedis() throws IOException {
		install(forName, authority);
		Files.copy(authority.certificate(), trusted());
		this.redis = Servers.newEmbeddedRedis("tls-cert-file " + this.directory.resolve("tls.crt"),
				"tls-key-file " + this.directory.resolve("tls.key"), "tls-ca-cert-file " + ofTheServer(),
				"tls-auth-clients no");
	}

	@AfterEach
	void stopRedis() {
		this.redis.close();
	}

	@Test
	void everyDerivedConnectionIsEncrypted() {
		run(NAME, (context) -> {
			RedisTierConnections connections = connections(context);
			assertThat(connections.connect(LONG)).isTrue();
			assertThat(answersBoth(connections)).isTrue();
			BlockingQueue<String> heard = new LinkedBlockingQueue<>();
			try (RedisConnection subscriber = connections.connectionFactory().getConnection();
					RedisConnection application = context.getBean(RedisConnectionFactory.class).getConnection()) {
				subscriber.subscribe(
						(message, pattern) -> heard.add(new String(message.getBody(), StandardCharsets.UTF_8)),
						"channel".getBytes(StandardCharsets.UTF_8));
				await().atMost(LONG)
					.until(() -> application.serverCommands().getClientList().stream(),
							(clients) -> clients.anyMatch((client) -> "1".equals(client.get("sub"))));
				application.publish("channel".getBytes(StandardCharsets.UTF_8), "a".getBytes(StandardCharsets.UTF_8));
				assertThat(heard.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("a");
				assertThat(application.serverCommands().getClientList())
					.filteredOn((client) -> String.valueOf(client.getName()).startsWith("warmcache"))
					.hasSizeGreaterThanOrEqualTo(3)
					.extracting((client) -> client.getName())
					.contains("warmcache", "warmcache:bulk");
			}
			// Nothing else answers there.
			assertThatExceptionOfType(Exception.class).isThrownBy(this::askWithoutEncryption);
			connections.destroy();
		});
	}

	@Test
	void aCertificateForAnotherNameIsRefused() throws IOException {
		restartWith(forElsewhere, authority);
		run(NAME, this::assertRefused);
	}

	@Test
	void anotherNameForTheSameServerIsRefused() {
		run("127.0.0.1", this::assertRefused);
	}

	@Test
	void aCertificateOfAnotherAuthorityIsRefused() throws IOException {
		restartWith(ofAnother, another);
		run(NAME, this::assertRefused);
	}

	@Test
	void aRenewedCertificateOfTheSameAuthorityIsBelieved() {
		run(NAME, (context) -> {
			RedisTierConnections connections = connections(context);
			assertThat(connections.connect(LONG)).isTrue();
			restartWith(authority.issue(NAME), authority);
			await().atMost(LONG).until(() -> answersBoth(connections));
			connections.destroy();
		});
	}

	@Test
	void aConnectionVerifiesTheNameWheneverItConnectsAgain() {
		run(NAME, (context) -> {
			RedisTierConnections connections = connections(context);
			assertThat(connections.connect(LONG)).isTrue();
			restartWith(forElsewhere, authority);
			assertStaysAway(connections);
			restartWith(forName, authority);
			await().atMost(LONG).until(() -> answersBoth(connections));
			connections.destroy();
		});
	}

	@Test
	void anAuthorityThatIsAddedWhileTheApplicationRunsIsBelievedByTheNextApplicationOnly() {
		run(NAME, (context) -> {
			RedisTierConnections connections = connections(context);
			assertThat(connections.connect(LONG)).isTrue();
			BlockingQueue<String> updates = new LinkedBlockingQueue<>();
			context.getBean(SslBundles.class).addBundleUpdateHandler("redis", (bundle) -> updates.add("redis"));
			Files.writeString(trusted(),
					Files.readString(authority.certificate()) + Files.readString(another.certificate()));
			assertThat(updates.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("redis");
			restartWith(ofAnother, another);
			assertStaysAway(connections);
			connections.destroy();
		});
		run(NAME, (context) -> {
			RedisTierConnections connections = connections(context);
			assertThat(connections.connect(LONG)).isTrue();
			connections.destroy();
		});
	}

	private void assertRefused(ConfigurableApplicationContext context) {
		RedisTierConnections connections = connections(context);
		assertThat(connections.connect(SHORT)).isFalse();
		for (ScriptRunner runner : List.of(connections.commands(), connections.bulk())) {
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> scan(runner))
				.withRootCauseInstanceOf(GeneralSecurityException.class);
		}
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> connections.connectionFactory().getConnection().ping())
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(SSLHandshakeException.class.getName()));
		connections.destroy();
	}

	private void assertStaysAway(RedisTierConnections connections) {
		await().atMost(LONG).until(() -> !answers(connections.commands()) && !answers(connections.bulk()));
		await().during(A_WHILE)
			.atMost(LONG)
			.until(() -> !answers(connections.commands()) && !answers(connections.bulk()));
	}

	private boolean answersBoth(RedisTierConnections connections) {
		return answers(connections.commands()) && answers(connections.bulk());
	}

	private static boolean answers(ScriptRunner runner) {
		try {
			scan(runner);
			return true;
		}
		catch (RedisUnavailableException ex) {
			return false;
		}
	}

	private static void scan(ScriptRunner runner) {
		runner.scan("nothing".getBytes(StandardCharsets.UTF_8), 10, (keys) -> {
		});
	}

	private RedisTierConnections connections(ConfigurableApplicationContext context) {
		return new RedisTierConnections(context.getBean(RedisConnectionFactory.class),
				new RedisTierTimeouts(SHORT, SHORT, SHORT, Duration.ofMillis(200)));
	}

	private void askWithoutEncryption() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues(Servers.properties(this.redis))
			.run((context) -> context.getBean(RedisConnectionFactory.class).getConnection().ping());
	}

	private void run(String host, ContextConsumer<ConfigurableApplicationContext> test) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=" + host, "spring.data.redis.port=" + this.redis.port(),
					"spring.data.redis.ssl.bundle=redis",
					"spring.ssl.bundle.pem.redis.truststore.certificate=file:" + trusted(),
					"spring.ssl.bundle.pem.redis.reload-on-update=true",
					"spring.ssl.bundle.watch.file.quiet-period=100ms")
			.run((context) -> test.accept(context.getSourceApplicationContext()));
	}

	private void restartWith(Issued issued, TestAuthority issuer) throws IOException {
		this.redis.stop();
		install(issued, issuer);
		this.redis.start();
	}

	private void install(Issued issued, TestAuthority issuer) throws IOException {
		Files.copy(issued.certificate(), this.directory.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
		Files.copy(issued.key(), this.directory.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
		Files.copy(issuer.certificate(), ofTheServer(), StandardCopyOption.REPLACE_EXISTING);
	}

	/**
	 * Return the authority whose certificate the server has, for whoever looks after it.
	 */
	private Path ofTheServer() {
		return this.directory.resolve("ca.crt");
	}

	/**
	 * Return the authorities that the application trusts.
	 */
	private Path trusted() {
		return this.directory.resolve("trusted.crt");
	}

}
