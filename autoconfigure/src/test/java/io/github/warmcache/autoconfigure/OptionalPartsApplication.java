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

package io.github.warmcache.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Application with whatever is on the class path, for {@link OptionalPartsTests}. It uses
 * nothing that is optional itself.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OptionalPartsApplication {

	/**
	 * Run the application and say which tiers served three reads of one key: the first
	 * one, the next one, and one after this pod's heap was emptied.
	 * @param args the properties
	 * @return the tiers and the names of our beans that others switch on
	 */
	public static String run(String... args) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OptionalPartsApplication.class)
			.web(WebApplicationType.NONE)
			.run(args)) {
			Service service = context.getBean(Service.class);
			StringBuilder result = new StringBuilder();
			result.append(tier(service)).append(' ').append(tier(service)).append(' ');
			context.getBean(TieredCacheManager.class).getCache("cities").getNativeCache().invalidateAll();
			result.append(tier(service));
			service.rename(8);
			service.findUnless(8);
			for (String bean : new String[] { "cacheWarmupHealthIndicator", "tieredCacheMeterBinderProvider",
					"warmcacheCoherence", "warmcacheRedisWatcher" }) {
				result.append(context.containsBean(bean) ? " " + bean : "");
			}
			return result.toString();
		}
	}

	private static String tier(Service service) {
		try (ReadTrace trace = ReadTrace.start()) {
			service.find(7);
			return trace.tier().name();
		}
	}

	@Bean
	Service service() {
		return new Service();
	}

	@Bean
	@ConditionalOnProperty("own-codec")
	ValueCodecFactory textCodecs() {
		return (cacheName, valueType) -> new TextCodec();
	}

	static class TextCodec implements ValueCodec {

		@Override
		public String schema() {
			return "text";
		}

		@Override
		public void write(Object value, OutputStream output) throws IOException {
			output.write(value.toString().getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public Object read(byte[] bytes, int offset, int length) {
			return new String(bytes, offset, length, StandardCharsets.UTF_8);
		}

	}

	static class Service {

		@Cacheable("cities")
		public String find(long id) {
			return "method";
		}

		@Cacheable(cacheNames = "cities", unless = "#result == null")
		public String findUnless(long id) {
			return null;
		}

		@CacheEvict("cities")
		public void rename(long id) {
		}

	}

}
