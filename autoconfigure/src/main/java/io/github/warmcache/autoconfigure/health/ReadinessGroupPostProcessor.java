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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.env.Environment;

/**
 * Post-processor that adds the warm-up to the readiness group, unless the application
 * configures that group itself.
 */
class ReadinessGroupPostProcessor implements HealthEndpointGroupsPostProcessor {

	private static final Log logger = LogFactory.getLog(ReadinessGroupPostProcessor.class);

	private static final String PROPERTY = "management.endpoint.health.group.readiness";

	private static final String READINESS = "readiness";

	private static final String CONTRIBUTOR = "cacheWarmup";

	private final Environment environment;

	ReadinessGroupPostProcessor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		HealthEndpointGroup readiness = groups.get(READINESS);
		if (readiness == null) {
			return groups;
		}
		if (Binder.get(this.environment).bind(PROPERTY, Bindable.mapOf(String.class, Object.class)).isBound()) {
			if (!readiness.isMember(CONTRIBUTOR)) {
				logger.info("The readiness group does not wait for warm caches, because '%s' sets its members: "
					.formatted(PROPERTY) + "add '%s' there to make it wait".formatted(CONTRIBUTOR));
			}
			return groups;
		}
		return new ReadinessGroups(groups, readiness);
	}

	/**
	 * {@link HealthEndpointGroups} whose readiness group has the warm-up as a member.
	 */
	private static final class ReadinessGroups implements HealthEndpointGroups, AdditionalPathsMapper {

		private final HealthEndpointGroups delegate;

		private final HealthEndpointGroup original;

		private final HealthEndpointGroup underEndpoint;

		private final HealthEndpointGroup underAdditionalPath;

		ReadinessGroups(HealthEndpointGroups delegate, HealthEndpointGroup readiness) {
			this.delegate = delegate;
			this.original = readiness;
			this.underEndpoint = new ReadinessGroup(readiness, delegate.getPrimary());
			// An additional path is often public even if the endpoint is not. So it shows
			// no more than it did before.
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
		 * Return the paths of the delegate. Otherwise paths such as {@code /readyz} would
		 * no longer count as paths of an endpoint, and would be secured like those of the
		 * application.
		 */
		@Override
		public @Nullable List<String> getAdditionalPaths(EndpointId endpointId, WebServerNamespace webServerNamespace) {
			return (this.delegate instanceof AdditionalPathsMapper mapper)
					? mapper.getAdditionalPaths(endpointId, webServerNamespace) : null;
		}

	}

	/**
	 * Readiness group with the warm-up as an additional member. It shows components and
	 * details to everyone to whom the original group or a second group shows its own.
	 */
	private static final class ReadinessGroup implements HealthEndpointGroup {

		private final HealthEndpointGroup delegate;

		private final HealthEndpointGroup showing;

		ReadinessGroup(HealthEndpointGroup delegate, HealthEndpointGroup showing) {
			this.delegate = delegate;
			this.showing = showing;
		}

		@Override
		public boolean isMember(String name) {
			return name.equals(CONTRIBUTOR) || this.delegate.isMember(name);
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return this.delegate.showComponents(securityContext) || this.showing.showComponents(securityContext);
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return this.delegate.showDetails(securityContext) || this.showing.showDetails(securityContext);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.delegate.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return this.delegate.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return this.delegate.getAdditionalPath();
		}

	}

}
