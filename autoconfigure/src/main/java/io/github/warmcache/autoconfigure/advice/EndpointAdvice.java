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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.check.KnownAdvice;

/**
 * Advice on endpoints by which anybody may change caches, or see what they hold.
 */
final class EndpointAdvice implements AdviceProvider {

	private final WebEndpoints endpoints;

	private final WebAccess access;

	private final BooleanSupplier showsValues;

	/**
	 * Create the advice.
	 * @param endpoints knows what is exposed
	 * @param access knows who may call it
	 * @param showsValues returns whether the endpoint {@code cachewarmup} shows keys and
	 * values to callers whom nobody knows
	 */
	EndpointAdvice(WebEndpoints endpoints, WebAccess access, BooleanSupplier showsValues) {
		this.endpoints = endpoints;
		this.access = access;
		this.showsValues = showsValues;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.CACHES_ENDPOINT_OPEN, KnownAdvice.CACHEWARMUP_ENDPOINT_OPEN,
				KnownAdvice.CACHEWARMUP_VALUES_OPEN);
	}

	@Override
	public List<Advice> advice() {
		List<Advice> advice = new ArrayList<>();
		if (this.access.isOpen()) {
			add(advice, KnownAdvice.CACHES_ENDPOINT_OPEN, "caches",
					"clear the caches of all pods with a DELETE, so that every read is a load");
			add(advice, KnownAdvice.CACHEWARMUP_ENDPOINT_OPEN, "cachewarmup",
					"change caches and make pods read whole sources");
			if (this.endpoints.isExposed("cachewarmup") && this.showsValues.getAsBoolean()) {
				advice.add(KnownAdvice.CACHEWARMUP_VALUES_OPEN.of(null,
						"The endpoint 'cachewarmup' is exposed over HTTP and shows keys and values, and Spring Security does not protect it here: whoever can call it may read what caches, Redis and sources hold",
						"Set management.endpoint.cachewarmup.show-values to never, or to when-authorized with Spring Security"));
			}
		}
		return advice;
	}

	private void add(List<Advice> advice, KnownAdvice known, String endpoint, String harm) {
		if (this.endpoints.isWritable(endpoint)) {
			advice.add(known.of(null,
					"The endpoint '%s' is exposed over HTTP with write access, and Spring Security does not protect it here: whoever can call it may %s"
						.formatted(endpoint, harm),
					"Set management.endpoint.%s.access to read-only, name it in management.endpoints.web.exposure.exclude, or add Spring Security"
						.formatted(endpoint)));
		}
	}

}
