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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.check.KnownAdvice;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

/**
 * Advice on details of health that are shown to callers whom nobody knows.
 */
final class HealthAdvice implements AdviceProvider {

	private final HealthEndpointGroups groups;

	private final WebEndpoints endpoints;

	private final WebAccess access;

	HealthAdvice(HealthEndpointGroups groups, WebEndpoints endpoints, WebAccess access) {
		this.groups = groups;
		this.endpoints = endpoints;
		this.access = access;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.HEALTH_DETAILS_OPEN);
	}

	@Override
	public List<Advice> advice() {
		String property = property();
		if (property == null || !this.endpoints.isExposed("health") || !this.access.isOpen()) {
			return List.of();
		}
		return List.of(KnownAdvice.HEALTH_DETAILS_OPEN.of(null,
				"%s shows the details of health to everybody who can call it, and Spring Security does not protect it here: names and figures of caches, Redis and databases"
					.formatted(property),
				"Write when-authorized with Spring Security, or never"));
	}

	/**
	 * Return the property that shows details to everybody, or {@code null}. That of all
	 * groups is named in place of theirs.
	 */
	private @Nullable String property() {
		if (shows(this.groups.getPrimary())) {
			return "management.endpoint.health.show-details";
		}
		for (String name : new TreeSet<>(this.groups.getNames())) {
			if (shows(this.groups.get(name))) {
				return "management.endpoint.health.group.%s.show-details".formatted(name);
			}
		}
		return null;
	}

	private static boolean shows(@Nullable HealthEndpointGroup group) {
		return group != null && group.showDetails(SecurityContext.NONE);
	}

}
