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

package io.github.warmcache.tier.codec;

import java.util.List;

import io.github.warmcache.tier.EntryCodec;
import io.github.warmcache.tier.key.KeyTexts;
import org.jspecify.annotations.Nullable;

/**
 * Codec for the bytes of the shared tier, without the epoch, expiry and version that
 * Redis needs.
 */
final class JsonEntryCodec implements EntryCodec {

	private final String schema;

	private final KeyTexts keys;

	private final ValueCodec values;

	private volatile @Nullable String problem;

	JsonEntryCodec(String schema, KeyTexts keys, ValueCodec values) {
		this.schema = schema;
		this.keys = keys;
		this.values = values;
	}

	@Override
	public String schema() {
		return this.schema;
	}

	@Override
	public byte @Nullable [] writeKey(Object key) {
		try {
			return this.keys.bytes(key);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	@Override
	public byte @Nullable [] writeValue(Object value) {
		try {
			return this.values.writeJson(value);
		}
		catch (UnwritableValueException ex) {
			if (this.problem == null) {
				this.problem = ex.getMessage();
			}
			return null;
		}
	}

	@Override
	public @Nullable String problem() {
		return this.problem;
	}

	@Override
	public long unequalValues() {
		return this.values.guard().unequal();
	}

	@Override
	public @Nullable Object readKey(byte[] bytes) {
		return this.keys.read(bytes);
	}

	@Override
	public @Nullable Object readValue(byte[] bytes) {
		return this.values.readJson(bytes);
	}

	@Override
	public List<@Nullable Object> readValues(byte[] bytes, int offset, int[] lengths) {
		List<@Nullable Object> values = this.values.readJsonSequence(bytes, offset, lengths);
		return (values != null) ? values : EntryCodec.super.readValues(bytes, offset, lengths);
	}

}
