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

package io.github.warmcache.interceptor;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests, with a real Redis, that methods whose keys are of several types get the keys
 * that Spring makes of their arguments.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class KeysOfOverloadsTests {

	@Test
	void oneArgumentOfPrimitiveVarargsIsAKeyAsForSpring() {
		try (ConfigurableApplicationContext context = start(VarargsApp.class)) {
			assertThat(context.getBean(Varargs.class).texts("a")).isEqualTo("texts");
			assertThat(context.getBean(Varargs.class).texts("a", "b")).isEqualTo("texts");
			assertThat(context.getBean(Varargs.class).texts()).isEqualTo("texts");
			assertThat(context.getBean(Varargs.class).bytes((byte) 1)).isEqualTo("bytes");
		}
	}

	@Test
	void overloadsForIntAndLongInOneCacheHaveKeysOfTheirOwn(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(App.class)) {
			assertThat(context.getBean(Service.class).find(7)).isEqualTo("int");
			assertThat(context.getBean(Service.class).find(7L)).isEqualTo("long");
			assertThat(context.getBean(Service.class).find(7)).isEqualTo("int");
			assertThat(output).containsOnlyOnce("The methods of cache 'numbers' disagree about the type of its keys")
				.contains("set 'warmcache.caches.numbers.key-type'");
		}
	}

	private static ConfigurableApplicationContext start(Class<?> app) {
		List<String> properties = new ArrayList<>(List.of(Servers.properties(Servers.redis())));
		properties.add("spring.main.banner-mode=off");
		properties.add("warmcache.namespace=" + UUID.randomUUID());
		return new SpringApplicationBuilder(app).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Varargs.class)
	static class VarargsApp {

	}

	static class Varargs {

		@Cacheable("texts")
		public String texts(String... texts) {
			return "texts";
		}

		@Cacheable("bytes")
		public String bytes(byte... bytes) {
			return "bytes";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	@Import(Service.class)
	static class App {

	}

	static class Service {

		@Cacheable("numbers")
		public String find(int number) {
			return "int";
		}

		@Cacheable("numbers")
		public String find(long number) {
			return "long";
		}

	}

}
