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

package io.github.warmcache.source.redis;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * {@link ValueReader} of JSON of the declared type.
 */
final class JsonValueReader implements ValueReader {

	private final ObjectReader reader;

	private final UnmappedProperties unmapped;

	JsonValueReader(JsonMapper mapper, ResolvableType type) {
		JavaType javaType = mapper.constructType(type.getType());
		this.unmapped = new UnmappedProperties(mapper, javaType);
		this.reader = mapper.readerFor(javaType).withHandler(this.unmapped);
	}

	@Override
	public @Nullable Object read(byte[] bytes) {
		Object value = this.reader.readValue(bytes);
		this.unmapped.check(bytes);
		return value;
	}

	@Override
	public long unmapped() {
		return this.unmapped.count();
	}

	@Override
	public String describe(RuntimeException failure) {
		String kind = failure.getClass().getSimpleName();
		TokenStreamLocation location = (failure instanceof JacksonException json) ? json.getLocation() : null;
		return (location != null) ? kind + " at line " + location.getLineNr() + ", column " + location.getColumnNr()
				: kind;
	}

}
