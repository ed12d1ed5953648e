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
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

/**
 * {@link HealthEndpointGroups} whose readiness group has the warm-up as a member.
 */
class ReadinessGroups implements HealthEndpointGroups, AdditionalPathsMapper {

	static final String READINESS = "readiness";

	private final HealthEndpointGroups delegate;

	private final HealthEndpointGroup original;

	private final HealthEndpointGroup underEndpoint;

	private final HealthEndpointGroup underAdditionalPath;

	ReadinessGroups(HealthEndpointGroups delegate, HealthEndpointGroup readiness) {
		this.delegate = delegate;
		this.original = readiness;
		this.underEndpoint = new ReadinessGroup(readiness, delegate.getPrimary());
		// An additional path is often public even if the endpoint is not. So it shows no
		// more than it did before.
		this.underAdditionalPath = new ReadinessGroup(readiness, readiness);
	}

	@Override
	public HealthEndpointGroup getPrimary() {
		return this.delegate.getPrimary();
	}

	@Override
	public Set<String> getNames() {
		return this.delegate.getNames();
	}

	@Override
	public @Nullable HealthEndpointGroup get(String name) {
		return name.equals(READINESS) ? this.underEndpoint : this.delegate.get(name);
	}

	@Override
	public @Nullable HealthEndpointGroup get(AdditionalHealthEndpointPath path) {
		HealthEndpointGroup group = this.delegate.get(path);
		return (group == this.original) ? this.underAdditionalPath : group;
	}

	/**
	 * Return the paths of the delegate. Otherwise paths such as {@code /readyz} would no
	 * longer count as paths of an endpoint, and would be secured like those of the
	 * application.
	 */
	@Override
	public @Nullable List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace webServerNamespace) {
		return (this.delegate instanceof AdditionalPathsMapper mapper)
				? mapper.getAdditionalPaths(endpointId, webServerNamespace) : null;
	}

}
