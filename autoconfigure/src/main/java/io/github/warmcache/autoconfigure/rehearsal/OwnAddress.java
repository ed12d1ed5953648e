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

package io.github.warmcache.autoconfigure.rehearsal;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Address at which the application's own web server listens for its users.
 */
final class OwnAddress {

	private final Environment environment;

	OwnAddress(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return the base of the URLs of the application.
	 * @return the address with scheme, port and context path, or {@code null} if no
	 * server is running
	 */
	@Nullable String base() {
		Integer port = this.environment.getProperty("local.server.port", Integer.class);
		if (port == null || port <= 0) {
			return null;
		}
		return "%s://%s:%d%s".formatted(isSecured() ? "https" : "http", host(), port, contextPath());
	}

	boolean isSecured() {
		return Binder.get(this.environment)
			.bind("server.ssl", Bindable.mapOf(String.class, Object.class))
			.map((ssl) -> !ssl.isEmpty())
			.orElse(false) && this.environment.getProperty("server.ssl.enabled", Boolean.class, true);
	}

	private String host() {
		String address = this.environment.getProperty("server.address");
		String host = isAnywhere(address) ? InetAddress.getLoopbackAddress().getHostAddress() : String.valueOf(address);
		return host.contains(":") ? "[" + host + "]" : host;
	}

	private static boolean isAnywhere(@Nullable String address) {
		return !StringUtils.hasText(address) || address.equals("0.0.0.0") || address.equals("::");
	}

	private String contextPath() {
		String path = this.environment.getProperty("server.servlet.context-path",
				this.environment.getProperty("spring.webflux.base-path", ""));
		return path.equals("/") ? "" : path;
	}

}
