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

package io.github.warmcache.autoconfigure.advice;

import java.util.Collection;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;

/**
 * Endpoints that Actuator exposes over HTTP, after all of its properties and filters.
 */
final class WebEndpoints {

	private final ObjectProvider<WebEndpointsSupplier> suppliers;

	WebEndpoints(ObjectProvider<WebEndpointsSupplier> suppliers) {
		this.suppliers = suppliers;
	}

	/**
	 * Return whether an endpoint is exposed.
	 * @param id its id, in lower case
	 */
	boolean isExposed(String id) {
		return endpoints(id).findAny().isPresent();
	}

	/**
	 * Return whether an operation that changes something is exposed.
	 * @param id the id of its endpoint, in lower case
	 */
	boolean isWritable(String id) {
		return endpoints(id).flatMap((endpoint) -> endpoint.getOperations().stream())
			.anyMatch((operation) -> operation.getType() != OperationType.READ);
	}

	private Stream<ExposableWebEndpoint> endpoints(String id) {
		return this.suppliers.stream()
			.map(WebEndpointsSupplier::getEndpoints)
			.flatMap(Collection::stream)
			.filter((endpoint) -> endpoint.getEndpointId().toLowerCaseString().equals(id));
	}

}
