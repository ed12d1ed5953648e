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

package io.github.warmcache.autoconfigure.health;

import io.github.warmcache.warmup.CacheWarmer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Application in a process of its own, whose warm-up stops half-way until its standard
 * input ends.
 */
@Configuration(proxyBeanMethods = false)
@Import(WarmedApplication.class)
class WarmedProcess {

	static final String HALF_WAY = "The warm-up is half-way";

	static final String RUNNER = "A runner of the application ran";

	static final String MAIN_IS_OVER = "The main method is over";

	private static final Log logger = LogFactory.getLog(WarmedProcess.class);

	@Bean
	CacheWarmer gated() {
		return (context) -> {
			context.accept(1L, "city 1");
			logger.info(HALF_WAY);
			while (System.in.read() >= 0) {
				context.accept(1L, "city 1");
			}
		};
	}

	@Bean
	ApplicationRunner runner() {
		return (args) -> logger.info(RUNNER);
	}

	public static void main(String[] args) {
		new SpringApplicationBuilder(WarmedProcess.class)
			.properties("spring.main.banner-mode=off", "warmcache.caches.cities.warmup.from=gated")
			.run(args);
		logger.info(MAIN_IS_OVER);
	}

}
