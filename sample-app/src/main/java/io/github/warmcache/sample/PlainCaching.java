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

package io.github.warmcache.sample;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * Spring Boot's own caching in the place of Warmcache, which brings caching by itself:
 * for the rollout lab and the ladder, which compare them.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@ConditionalOnBooleanProperty(name = "warmcache.enabled", havingValue = false)
class PlainCaching {

	/**
	 * Have Spring's cache in Redis hold cities as JSON, which takes a fraction of the
	 * time that Java's own serialization takes.
	 */
	@Bean
	@ConditionalOnBooleanProperty("atlas.cities-as-json")
	RedisCacheManagerBuilderCustomizer citiesAsJson(JsonMapper json) {
		SerializationPair<City> pair = SerializationPair
			.fromSerializer(new JacksonJsonRedisSerializer<>(json, City.class));
		return (builder) -> builder.withCacheConfiguration("cities", builder.cacheDefaults().serializeValuesWith(pair));
	}

}
