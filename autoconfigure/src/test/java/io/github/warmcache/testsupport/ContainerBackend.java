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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.DockerClientFactory;

/**
 * A server in a container.
 */
final class ContainerBackend implements Backend {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private static final int POSTGRES_PORT = 5432;

	private final int port;

	private final FixedPortContainer container;

	private final String stopSignal;

	private final Predicate<ContainerBackend> answers;

	private boolean paused;

	private ContainerBackend(int port, FixedPortContainer container, String stopSignal,
			Predicate<ContainerBackend> answers) {
		this.port = port;
		this.container = container;
		this.stopSignal = stopSignal;
		this.answers = answers;
		container.launch();
		try {
			awaitAnswer();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Redis listens inside on the port that it has outside, so that what it tells clients
	 * of itself is true.
	 */
	static ContainerBackend redis(int port, String image, RedisConfig config) {
		List<String> command = new ArrayList<>(List.of("redis-server"));
		command.addAll(config.arguments(port));
		FixedPortContainer container = new FixedPortContainer(image, ServerSettings.REDIS_IMAGE, port, port)
			.withCommand(command.toArray(String[]::new));
		return new ContainerBackend(port, container, "SIGTERM",
				(server) -> "PONG".equals(RedisWire.command(server.host(), port, config.password(), "PING")));
	}

	static ContainerBackend postgres(int port, String image) {
		FixedPortContainer container = new FixedPortContainer(image, ServerSettings.POSTGRES_IMAGE, port, POSTGRES_PORT)
			.withEnv(Map.of("POSTGRES_USER", PostgresServerHandle.USER, "POSTGRES_PASSWORD",
					PostgresServerHandle.PASSWORD));
		// On SIGTERM PostgreSQL would wait until its clients have gone.
		return new ContainerBackend(port, container, "SIGINT", (server) -> {
			try (Connection connection = TestDatabase.at(server.host(), port, "postgres")
				.dataSource()
				.getConnection()) {
				return connection.isValid(1);
			}
			catch (SQLException ex) {
				return false;
			}
		});
	}

	@Override
	public String host() {
		return this.container.getHost();
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		if (!isRunning()) {
			docker().startContainerCmd(id()).exec();
			awaitAnswer();
		}
	}

	private void awaitAnswer() {
		try {
			await(START_TIMEOUT).until(() -> !isRunning() || answers());
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException(this.container + " does not answer:\n" + this.container.getLogs(), ex);
		}
		if (!isRunning()) {
			throw new IllegalStateException(this.container + " has ended:\n" + this.container.getLogs());
		}
	}

	private boolean answers() {
		try {
			return this.answers.test(this);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	@Override
	public synchronized void stop() {
		if (!isRunning()) {
			return;
		}
		resume();
		docker().killContainerCmd(id()).withSignal(this.stopSignal).exec();
		try {
			await(STOP_TIMEOUT).until(() -> !isRunning());
		}
		catch (ConditionTimeoutException ex) {
			kill();
		}
	}

	@Override
	public synchronized void kill() {
		if (isRunning()) {
			resume();
			docker().killContainerCmd(id()).withSignal("SIGKILL").exec();
			await(STOP_TIMEOUT).until(() -> !isRunning());
		}
	}

	@Override
	public synchronized void pause() {
		docker().pauseContainerCmd(id()).exec();
		this.paused = true;
	}

	@Override
	public synchronized void resume() {
		if (this.paused) {
			docker().unpauseContainerCmd(id()).exec();
			this.paused = false;
		}
	}

	@Override
	public synchronized void close() {
		if (this.container.getContainerId() != null) {
			resume();
			this.container.stop();
		}
	}

	private boolean isRunning() {
		ContainerState state = docker().inspectContainerCmd(id()).exec().getState();
		return Boolean.TRUE.equals(state.getRunning());
	}

	private String id() {
		return Objects.requireNonNull(this.container.getContainerId(), "The server is closed");
	}

	private static DockerClient docker() {
		return DockerClientFactory.lazyClient();
	}

	private static ConditionFactory await(Duration timeout) {
		return Awaitility.await().atMost(timeout).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
	}

}
