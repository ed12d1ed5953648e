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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Post-processor that adds the warm-up to the readiness group, unless the application
 * configures that group itself.
 */
class ReadinessGroupPostProcessor implements HealthEndpointGroupsPostProcessor {

	private static final Log logger = LogFactory.getLog(ReadinessGroupPostProcessor.class);

	private static final String PROPERTY = "management.endpoint.health.group.readiness";

	private final Environment environment;

	ReadinessGroupPostProcessor(Environment environment) {
		this.environment = environment;
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		HealthEndpointGroup readiness = groups.get(ReadinessGroups.READINESS);
		if (readiness == null) {
			return groups;
		}
		if (Binder.get(this.environment).bind(PROPERTY, Bindable.mapOf(String.class, Object.class)).isBound()) {
			if (!readiness.isMember(ReadinessGroup.CONTRIBUTOR)) {
				logger.info("The readiness group does not wait for warm caches, because '%s' sets its members: "
					.formatted(PROPERTY) + "add '%s' there to make it wait".formatted(ReadinessGroup.CONTRIBUTOR));
			}
			return groups;
		}
		return new ReadinessGroups(groups, readiness);
	}

}
