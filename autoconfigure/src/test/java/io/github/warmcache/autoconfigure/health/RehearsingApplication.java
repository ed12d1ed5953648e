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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.Rehearsal;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Application that practises before it is ready: its own rehearsal waits for the test,
 * its requests come afterwards.
 */
@Configuration(proxyBeanMethods = false)
@Import(WarmedApplication.class)
class RehearsingApplication {

	@Bean
	CacheWarmer rows() {
		return (context) -> {
			context.accept(1L, "city 1");
			context.accept(2L, "city 2");
		};
	}

	@Bean
	Gate gate() {
		return new Gate();
	}

	static final class Gate implements Rehearsal {

		final CountDownLatch reached = new CountDownLatch(1);

		final CountDownLatch open = new CountDownLatch(1);

		@Override
		public void rehearse() throws InterruptedException {
			this.reached.countDown();
			this.open.await();
		}

	}

	@RestController
	static class CityController {

		final List<String> served = new CopyOnWriteArrayList<>();

		private final WarmedApplication.Cities cities;

		CityController(WarmedApplication.Cities cities) {
			this.cities = cities;
		}

		@GetMapping("/cities/{id}")
		String city(@PathVariable("id") long id,
				@RequestHeader(name = "X-Warmcache-Rehearsal", required = false) @Nullable String rehearsal) {
			String city = this.cities.find(id);
			this.served.add(city + " " + rehearsal);
			return city;
		}

	}

}
