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

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.check.KnownAdvice;

/**
 * Advice on endpoints by which anybody may change caches.
 */
final class EndpointAdvice implements AdviceProvider {

	private final WebEndpoints endpoints;

	private final WebAccess access;

	EndpointAdvice(WebEndpoints endpoints, WebAccess access) {
		this.endpoints = endpoints;
		this.access = access;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.CACHES_ENDPOINT_OPEN, KnownAdvice.CACHEWARMUP_ENDPOINT_OPEN);
	}

	@Override
	public List<Advice> advice() {
		List<Advice> advice = new ArrayList<>();
		if (this.access.isOpen()) {
			add(advice, KnownAdvice.CACHES_ENDPOINT_OPEN, "caches",
					"clear the caches of all pods with a DELETE, so that every read is a load");
			add(advice, KnownAdvice.CACHEWARMUP_ENDPOINT_OPEN, "cachewarmup",
					"change caches and make pods read whole sources");
		}
		return advice;
	}

	private void add(List<Advice> advice, KnownAdvice known, String endpoint, String harm) {
		if (this.endpoints.isWritable(endpoint)) {
			advice.add(known.of(null,
					"The endpoint '%s' is exposed over HTTP with write access, and no filter chain of Spring Security is there: whoever reaches the port may %s"
						.formatted(endpoint, harm),
					"Set management.endpoint.%s.access to read-only, remove it from management.endpoints.web.exposure.include, or add Spring Security"
						.formatted(endpoint)));
		}
	}

}
