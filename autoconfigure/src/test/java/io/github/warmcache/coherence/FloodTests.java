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

package io.github.warmcache.coherence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a publisher that floods the channel of changes.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class FloodTests {

	private static final Log logger = LogFactory.getLog(FloodTests.class);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final String namespace = "flood-" + UUID.randomUUID();

	private final Map<Integer, String> database = new ConcurrentHashMap<>(Map.of(1, "old", 2, "old"));

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicLong published = new AtomicLong();

	private OwnRedisServer server;

	private TestPod writer;

	private TestPod pod;

	@BeforeEach
	void start() {
		this.server = Servers.newRedis();
		this.writer = pod();
		this.pod = pod();
		await().atMost(LONG).until(() -> this.pod.coherence.state() == CoherenceState.COHERENT);
	}

	@AfterEach
	void stop() {
		this.writer.close();
		this.pod.close();
		this.server.close();
	}

	private TestPod pod() {
		return new TestPod(TestPod.application(this.server), this.namespace, this.database, Duration.ofSeconds(1))
			.start();
	}

	@Test
	void aFloodIsShedAndChangesAreFoundAllTheSame(CapturedOutput output) throws Exception {
		Thread flood = flood();
		try {
			await().atMost(LONG).until(() -> this.pod.count(CoherenceEvent.SHED) > 0);
			await().atMost(LONG).until(() -> this.pod.coherence.state() == CoherenceState.DEGRADED);
			assertThat(this.pod.read(1)).isEqualTo("old");
			this.writer.write(1, "new");
			await().atMost(LONG).until(() -> this.pod.read(1).equals("new"));
			long begin = System.nanoTime();
			long handled = this.pod.count(CoherenceEvent.RECEIVED);
			long sent = this.published.get();
			await().atMost(LONG).until(() -> this.published.get() - sent > 5L * FloodGate.MOST);
			double seconds = (System.nanoTime() - begin) / 1e9;
			double perSecond = (this.pod.count(CoherenceEvent.RECEIVED) - handled) / seconds;
			logger.info("%.0f messages published a second, %.0f processed, %d gaps, %d resyncs, %d shed".formatted(
					(this.published.get() - sent) / seconds, perSecond, this.pod.count(CoherenceEvent.GAP),
					this.pod.count(CoherenceEvent.RESYNC), this.pod.count(CoherenceEvent.SHED)));
			// A window may begin before and after.
			assertThat(perSecond).isLessThan(FloodGate.MOST * 2);
		}
		finally {
			this.over.set(true);
			flood.join();
		}
		await().atMost(LONG).until(() -> this.pod.coherence.state() == CoherenceState.COHERENT);
		assertThat(output.getAll()).contains("more than 20,000 messages a second arrive");
	}

	@Test
	void aMessageOfNobodyIsToldAsOne(CapturedOutput output) {
		this.server.command("PUBLISH", channel(), "k1:3:4503599627370496:a:b:o:6:citiesi:2");
		await().atMost(LONG).until(() -> this.pod.count(CoherenceEvent.FALSE_ALARM) == 1);
		await().atMost(LONG)
			.until(() -> output.getAll().contains("a message told this pod of changes that Redis does"));
		this.pod.read(2);
		this.writer.write(2, "new");
		await().atMost(LONG).until(() -> this.pod.read(2).equals("new"));
		assertThat(this.pod.count(CoherenceEvent.FALSE_ALARM)).isOne();
	}

	private String channel() {
		return "{" + this.namespace + "}:changes:v1";
	}

	/**
	 * Publish from several connections, many at a time.
	 */
	private Thread flood() {
		byte[] channel = channel().getBytes(StandardCharsets.UTF_8);
		Thread flood = new Thread(() -> {
			LettuceConnectionFactory own = TestPod.application(this.server);
			own.setShareNativeConnection(false);
			try (RedisConnection connection = own.getConnection()) {
				for (int i = 0; !this.over.get(); i++) {
					connection.openPipeline();
					for (int j = 0; j < 2000; j++) {
						connection.publish(channel, ("k1:" + (i + j) % 32 + ":4503599627370496:a:b:o:6:citiesi:" + j)
							.getBytes(StandardCharsets.UTF_8));
					}
					connection.closePipeline();
					this.published.addAndGet(2000);
				}
			}
			finally {
				own.destroy();
			}
		});
		flood.start();
		return flood;
	}

}
