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

package io.github.warmcache.autoconfigure.properties;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the properties as users write them in YAML.
 */
class YamlTests {

	@Test
	void propertiesAreBound() throws Exception {
		WarmcacheProperties properties = bind("""
				warmcache:
				  namespace: atlas
				  defaults: { time-to-live: 10m, time-to-live-jitter: 0.2, maximum-size: 10000 }
				  caches:
				    cities:
				      maximum-size: 200000
				      source:
				        jdbc: { query: "select id, name from city", key-column: id }
				      warmup: { required: true, from: [ shared, source ] }
				    "[user.features]":
				      maximumWeight: 64MB
				      shared: { time-to-live: 1h }
				    plain: {}
				  warmup: { deadline: 90s, on-deadline: accept-traffic, mode: background }
				""");
		assertThat(properties.caches()).containsOnlyKeys("cities", "user.features", "plain");
		CacheProperties cities = properties.caches().get("cities");
		assertThat(cities.maximumSize()).isEqualTo(200_000);
		assertThat(cities.source().jdbc().keyColumn()).isEqualTo("id");
		assertThat(cities.source().redisHash()).isNull();
		assertThat(cities.warmup().from()).containsExactly("shared", "source");
		CacheProperties features = properties.caches().get("user.features");
		assertThat(features.maximumWeight()).isEqualTo(DataSize.ofMegabytes(64));
		assertThat(features.shared().timeToLive()).isEqualTo(Duration.ofHours(1));
		assertThat(properties.warmup().deadline()).isEqualTo(Duration.ofSeconds(90));
	}

	private static WarmcacheProperties bind(String yaml) throws Exception {
		MutablePropertySources sources = new MutablePropertySources();
		new YamlPropertySourceLoader().load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.forEach(sources::addLast);
		return new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("warmcache",
				Bindable.of(WarmcacheProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

}
