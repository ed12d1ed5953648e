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
import io.github.warmcache.autoconfigure.properties.CacheProperties.RedisKeys;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.source.BuiltInSourceFactory;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.redis.RedisEntryFormat;
import io.github.warmcache.source.redis.RedisKeysCacheSource;

/**
 * Factory of sources that read the Redis keys that match a pattern.
 */
final class RedisKeysSourceFactory implements BuiltInSourceFactory {

	private final RedisFormats formats;

	RedisKeysSourceFactory(RedisFormats formats) {
		this.formats = formats;
	}

	@Override
	public SourceKind kind() {
		return SourceKind.REDIS_KEYS;
	}

	@Override
	public CacheSource<?, ?> create(CacheSettings settings, CacheTypes types) {
		RedisKeys keys = Objects.requireNonNull(settings.source().redisKeys());
		if (keys.pattern() == null) {
			throw new InvalidCacheConfigurationException(settings.property("source.redis-keys.pattern"), "is missing",
					"Write the keys with one '*' in the place of the cache's key, such as 'catalog:*'");
		}
		RedisEntryFormat<Object, Object> format = this.formats.create(settings.property("source.redis-keys.format"),
				keys.format(), types);
		return new RedisKeysCacheSource<>(this.formats.connectionFactory(), keys.pattern(), format, keys.batchSize());
	}

}
