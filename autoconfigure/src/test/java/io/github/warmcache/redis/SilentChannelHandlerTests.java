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
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SilentChannelHandler}.
 */
class SilentChannelHandlerTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(new SilentChannelHandler(Duration.ofSeconds(2)));

	@BeforeEach
	void stopTheClock() {
		this.channel.freezeTime();
	}

	@Test
	void aConnectionThatGivesNoAnswerIsClosed() {
		this.channel.writeOutbound("command");
		pass(1999);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void furtherCommandsBuyItNoTime() {
		this.channel.writeOutbound("command");
		pass(1500);
		this.channel.writeOutbound("command");
		pass(500);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aConnectionThatAnswersStays() {
		for (int i = 0; i < 10; i++) {
			this.channel.writeOutbound("command");
			pass(1500);
			this.channel.writeInbound("reply");
		}
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void theTimeBeginsAnewWithTheFirstCommandAfterAnAnswer() {
		this.channel.writeOutbound("command");
		pass(1000);
		this.channel.writeInbound("reply");
		this.channel.writeOutbound("command");
		pass(1500);
		assertThat(this.channel.isOpen()).isTrue();
		pass(500);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aConnectionThatNobodyWritesToMayBeSilent() {
		this.channel.writeOutbound("subscribe");
		this.channel.writeInbound("subscribed");
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void messagesAreHandedOn() {
		this.channel.writeOutbound("command");
		this.channel.writeInbound("reply");
		assertThat((String) this.channel.readOutbound()).isEqualTo("command");
		assertThat((String) this.channel.readInbound()).isEqualTo("reply");
	}

	private void pass(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

}
