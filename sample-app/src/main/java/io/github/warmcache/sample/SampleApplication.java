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

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Atlas: a REST service whose 135,233 cities are in memory before it gets traffic. What
 * makes it so is the starter in the {@code pom.xml}, the {@code @Cacheable} methods of
 * {@link Cities} and {@link Countries}, and a few lines of {@code application.yml}.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Start the service.
	 * @param args as for any Spring Boot application
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
