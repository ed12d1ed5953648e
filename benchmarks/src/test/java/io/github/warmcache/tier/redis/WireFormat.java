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

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.codec.StoredValues;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * What a pod does with a value on its way to Redis and back, with the epoch in place that
 * scripts add there.
 */
public final class WireFormat {

	private static final byte[] HEADER = "v1:mi8xq4k2.1y2p0ij32e8e7:".getBytes(StandardCharsets.US_ASCII);

	private final StoredValues values;

	/**
	 * Create the format of one type.
	 * @param type the type
	 */
	public WireFormat(Class<?> type) {
		this.values = new StoredValues(new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build())
			.create("places", ResolvableType.forClass(type)), RedisTierSettings.defaults().longestValue());
	}

	/**
	 * Return what is sent to Redis.
	 * @param value the value
	 * @return the bytes
	 */
	public byte[] write(Object value) throws Exception {
		return this.values
			.write(StoredValues.NO_HEADER, new byte[] { 1 }, value, ValueVersion.UNVERSIONED,
					System.currentTimeMillis(), Duration.ofHours(1), Provenance.SOURCE)
			.bytes();
	}

	/**
	 * Return what Redis then holds.
	 * @param written what was sent
	 * @return the bytes
	 */
	public byte[] stored(byte[] written) {
		byte[] stored = new byte[HEADER.length + written.length];
		System.arraycopy(HEADER, 0, stored, 0, HEADER.length);
		System.arraycopy(written, 0, stored, HEADER.length, written.length);
		return stored;
	}

	/**
	 * Read what Redis holds.
	 * @param stored the bytes
	 * @return the value
	 */
	public @Nullable Object read(byte[] stored) {
		StoredValues.StoredValue read = this.values.read(stored);
		return (read != null) ? read.value() : null;
	}

}
