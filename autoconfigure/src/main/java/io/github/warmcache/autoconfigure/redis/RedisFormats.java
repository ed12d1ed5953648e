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

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties.Format;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.source.redis.RedisEntryFormat;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * Connection and entry formats of sources in Redis.
 */
final class RedisFormats {

	private final BeanFactory beanFactory;

	RedisFormats(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	RedisConnectionFactory connectionFactory() {
		return this.beanFactory.getBean(RedisTierConnections.class).connectionFactory();
	}

	/**
	 * Create the format of the entries of a source.
	 * @param property the property that holds the format
	 * @param format the format
	 * @param types the types of the cache
	 * @return the format
	 */
	RedisEntryFormat<Object, Object> create(String property, Format format, CacheTypes types) {
		if (format == Format.STRING) {
			return RedisEntryFormat.text(types.keyType(), types.valueType(),
					DefaultConversionService.getSharedInstance());
		}
		if (!ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", getClass().getClassLoader())) {
			throw new InvalidCacheConfigurationException(property, "is json, but there is no Jackson",
					"Add the dependency org.springframework.boot:spring-boot-starter-jackson, or write string");
		}
		return Json.create(this.beanFactory, types);
	}

	/**
	 * Separate class, so that strings can be read without Jackson.
	 */
	private static final class Json {

		static RedisEntryFormat<Object, Object> create(BeanFactory beanFactory, CacheTypes types) {
			JsonMapper mapper = beanFactory.getBeanProvider(JsonMapper.class)
				.getIfUnique(() -> JsonMapper.builder().findAndAddModules().build());
			return RedisEntryFormat.json(types.keyType(), types.valueType(), mapper,
					DefaultConversionService.getSharedInstance());
		}

	}

}
