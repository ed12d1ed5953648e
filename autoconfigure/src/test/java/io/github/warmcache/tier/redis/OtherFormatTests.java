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

package io.github.warmcache.tier.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a shared tier whose values are not JSON.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class OtherFormatTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private TierFixture fixture;

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void podsShareWhatTheCodecWrites() throws Exception {
		SharedTier pod = texts((name, type) -> new Shifted(1));
		SharedTier other = texts((name, type) -> new Shifted(1));
		assertThat(fill(pod, 1, "text\n\u0000")).isEqualTo(FillOutcome.STORED);
		pod.update(2, "another", HOUR);
		assertThat(((SharedRead.Hit) other.read(1)).value()).isEqualTo("text\n\u0000");
		assertThat(other.readAll(List.of(1, 2))).hasSize(2);
		assertThat(TierFixture.stream(other)).hasSize(2);
	}

	@Test
	void podsWithAnotherFormatReadNothing() {
		SharedTier pod = texts((name, type) -> new Shifted(1));
		fill(pod, 1, "text");
		assertThat(texts((name, type) -> new Shifted(2)).read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.fixture.pod()
			.create("texts", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
					ValueVersion.NONE)
			.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void codecThatFailsStoresNothing(CapturedOutput output) {
		SharedTier pod = texts((name, type) -> new Shifted(1));
		assertThat(fill(pod, 1, "fails")).isEqualTo(FillOutcome.FAILED);
		assertThat(fill(pod, 2, "x".repeat(5000))).isEqualTo(FillOutcome.FAILED);
		assertThat(fill(pod, 3, "unreadable")).isEqualTo(FillOutcome.STORED);
		assertThat(SharedTierContract.miss(pod.read(3)).cause()).isEqualTo(MissCause.UNREADABLE);
		assertThat(fill(pod, 4, "good")).isEqualTo(FillOutcome.STORED);
		assertThat(output.getAll()).contains("java.lang.String caused a java.lang.IllegalStateException")
			.doesNotContain("fails");
	}

	private SharedTier texts(ValueCodecFactory codecs) {
		return this.fixture.pod(codecs)
			.create("texts", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
					ValueVersion.NONE);
	}

	private static FillOutcome fill(SharedTier pod, Object key, Object value) {
		return pod.fill(key, value, HOUR, SharedTierContract.miss(pod.read(key)).ticket());
	}

	/**
	 * Codec that adds a number to each byte.
	 */
	private record Shifted(int by) implements ValueCodec {

		@Override
		public String schema() {
			return "shifted by: " + this.by;
		}

		@Override
		public void write(Object value, OutputStream output) throws IOException, UnwritableValueException {
			if (value.equals("fails")) {
				throw new IllegalStateException("fails");
			}
			for (byte one : ((String) value).getBytes(StandardCharsets.UTF_8)) {
				output.write(one + this.by);
			}
		}

		@Override
		public @Nullable Object read(byte[] bytes, int offset, int length) {
			byte[] text = new byte[length];
			for (int i = 0; i < length; i++) {
				text[i] = (byte) (bytes[offset + i] - this.by);
			}
			String value = new String(text, StandardCharsets.UTF_8);
			if (value.equals("unreadable")) {
				throw new IllegalArgumentException(value);
			}
			return value;
		}

	}

}
