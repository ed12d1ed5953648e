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

package io.github.warmcache.autoconfigure.redis;

import java.util.Objects;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties.RedisHash;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.source.BuiltInSourceFactory;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.redis.RedisEntryFormat;
import io.github.warmcache.source.redis.RedisHashCacheSource;

import org.springframework.util.StringUtils;

/**
 * Factory of sources that read a Redis hash.
 */
final class RedisHashSourceFactory implements BuiltInSourceFactory {

	private final RedisFormats formats;

	RedisHashSourceFactory(RedisFormats formats) {
		this.formats = formats;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.REDIS_HASH;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		RedisHash hash = Objects.requireNonNull(settings.source().redisHash());
		String key = hash.key();
		if (!StringUtils.hasText(key)) {
			throw new InvalidCacheConfigurationException(settings.property("source.redis-hash.key"),
					(key != null) ? "is blank" : "is missing", "Write the key of a Redis hash, such as 'catalog'");
		}
		RedisEntryFormat<Object, Object> format = this.formats.create(settings.property("source.redis-hash.format"),
				hash.format(), types);
		return new RedisHashCacheSource<>(this.formats.connectionFactory(), key, format, hash.batchSize());
	}

}
