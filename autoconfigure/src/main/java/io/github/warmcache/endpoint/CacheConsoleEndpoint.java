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

package io.github.warmcache.endpoint;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * Actuator endpoint that returns a page for operators, the console. The page holds no
 * data: it reads the endpoint {@code cachewarmup}, which has to be exposed beside it,
 * with what the browser is allowed to see there. It changes nothing.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "cacheconsole")
public final class CacheConsoleEndpoint {

	private final Resource page = new ClassPathResource("console.html", CacheConsoleEndpoint.class);

	/**
	 * Create an endpoint.
	 */
	public CacheConsoleEndpoint() {
		// Declared for its javadoc.
	}

	/**
	 * Return the page, which is the same for everybody.
	 * @return the page as HTML
	 */
	@ReadOperation(produces = "text/html;charset=UTF-8")
	public Resource page() {
		return this.page;
	}

}
