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
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Access to the endpoints over HTTP, as far as the application decides it.
 */
final class WebAccess {

	private static final String[] FILTER_CHAINS = { "org.springframework.security.web.SecurityFilterChain",
			"org.springframework.security.web.server.SecurityWebFilterChain" };

	private static final String SERVER = "server";

	private static final String MANAGEMENT = "management.server";

	private final ListableBeanFactory beans;

	private final Environment environment;

	WebAccess(ListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/**
	 * Return whether another machine may call the endpoints without a certificate, and
	 * the application has no filter chain of Spring Security that could ask who calls.
	 * What a chain permits is not looked at, nor what another filter, a proxy or a
	 * network policy forbids.
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
		return switch (ManagementPortType.get(this.environment)) {
			case DISABLED -> false;
			case SAME ->
				this.environment.getProperty("server.port", Integer.class, 0) >= 0 && isReachable(SERVER, SERVER);
			// A server of its own has an address of its own. It has the TLS of the
			// application's, unless something of its own is set.
			case DIFFERENT -> isReachable(MANAGEMENT, isBound(MANAGEMENT + ".ssl") ? MANAGEMENT : SERVER);
		};
	}

	private boolean isReachable(String server, String secured) {
		return !isLoopback(this.environment.getProperty(server + ".address"))
				&& !(this.environment.getProperty(secured + ".ssl.enabled", Boolean.class, true)
						&& "need".equalsIgnoreCase(this.environment.getProperty(secured + ".ssl.client-auth")));
	}

	private boolean isBound(String prefix) {
		return Binder.get(this.environment).bind(prefix, Bindable.mapOf(String.class, String.class)).isBound();
	}

	private static boolean isLoopback(@Nullable String address) {
		return address != null && (address.startsWith("127.") || address.equalsIgnoreCase("localhost")
				|| address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
	}

}
