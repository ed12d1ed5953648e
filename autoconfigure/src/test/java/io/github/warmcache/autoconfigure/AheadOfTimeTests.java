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

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.event.WarmcacheEventAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the wiring can be processed ahead of time. That the result runs is for the
 * sample to show.
 */
class AheadOfTimeTests {

	@Test
	void wiringIsProcessedWithoutCreatingABean() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), files);
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			AnnotationConfigUtils.registerAnnotationConfigProcessors(context);
			TestPropertyValues
				.of("spring.application.name=test", "spring.datasource.url=jdbc:postgresql://localhost:1/none",
						"warmcache.caches.cities.source.jdbc.query=select id, name from city",
						"warmcache.caches.cities.source.jdbc.key-column=id")
				.applyTo(context);
			context.registerBean(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			assertThat(context.getBeanFactory().containsSingleton("cacheManager")).isFalse();
		}
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((file) -> file.contains("WarmcacheAutoConfiguration__BeanDefinitions"))
			.anyMatch((file) -> file.contains("WarmcacheRedisAutoConfiguration__BeanDefinitions"))
			.anyMatch((file) -> file.contains("WarmcacheJdbcAutoConfiguration__BeanDefinitions"))
			.anyMatch((file) -> file.contains("WarmcacheWarmupAutoConfiguration__BeanDefinitions"))
			.anyMatch((file) -> file.contains("WarmcacheEventAutoConfiguration__BeanDefinitions"));
		assertThat(RuntimeHintsPredicates.reflection().onType(CacheProperties.Jdbc.class))
			.accepts(generation.getRuntimeHints());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, DataSourceAutoConfiguration.class,
			WarmcacheAutoConfiguration.class, WarmcacheRedisAutoConfiguration.class,
			WarmcacheJdbcAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class,
			WarmcacheCachingAutoConfiguration.class, WarmcacheEventAutoConfiguration.class })
	static class Application {

		@Bean
		Service service() {
			throw new IllegalStateException("created");
		}

	}

	static class Service {

		@Cacheable("cities")
		public String city(long id) {
			return "";
		}

	}

}
