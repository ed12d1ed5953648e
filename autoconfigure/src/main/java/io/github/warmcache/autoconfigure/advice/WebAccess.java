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

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Access to the endpoints over HTTP, as far as the application decides it.
 */
final class WebAccess {

	private static final String[] FILTER_CHAINS = { "org.springframework.security.web.SecurityFilterChain",
			"org.springframework.security.web.server.SecurityWebFilterChain" };

	private static final String MANAGEMENT_PORT = "management.server.port";

	private final ListableBeanFactory beans;

	private final Environment environment;

	WebAccess(ListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/**
	 * Return whether another machine may call the endpoints, and the application has no
	 * filter chain of Spring Security that could ask who calls. What a chain permits is
	 * not looked at, nor what a proxy or a network policy forbids.
	 */
	boolean isOpen() {
		return isReachable() && Stream.of(FILTER_CHAINS).noneMatch(this::hasBean);
	}

	private boolean hasBean(String type) {
		ClassLoader loader = getClass().getClassLoader();
		return ClassUtils.isPresent(type, loader) && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans,
				ClassUtils.resolveClassName(type, loader), true, false).length > 0;
	}

	private boolean isReachable() {
		Integer port = this.environment.getProperty(MANAGEMENT_PORT, Integer.class);
		boolean own = port != null && !port.equals(this.environment.getProperty("server.port", Integer.class, 8080));
		if (port != null && port < 0) {
			return false;
		}
		return !isLoopback(this.environment.getProperty(own ? "management.server.address" : "server.address"));
	}

	private static boolean isLoopback(@Nullable String address) {
		return address != null && (address.startsWith("127.") || address.equals("localhost") || address.equals("::1"));
	}

}
