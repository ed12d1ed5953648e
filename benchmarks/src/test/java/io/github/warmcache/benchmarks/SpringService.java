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

package io.github.warmcache.benchmarks;

import org.springframework.cache.annotation.Cacheable;

/**
 * Methods that Spring's annotations cache.
 */
public class SpringService extends CountedService {

	@Override
	@Cacheable("simple")
	public Object simple(String id) {
		return super.simple(id);
	}

	@Override
	@Cacheable(cacheNames = "named", key = "#id")
	public Object named(String id, String country) {
		return super.named(id, country);
	}

	@Override
	@Cacheable(cacheNames = "path", key = "#request.id")
	public Object path(CityRequest request) {
		return super.path(request);
	}

}
