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

package io.github.warmcache.testsupport;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

import org.springframework.core.NestedExceptionUtils;

import io.github.warmcache.testsupport.FreePorts.PortTakenException;

/**
 * A container whose port on the host is ours to choose: Docker would choose another one
 * at every start.
 */
final class FixedPortContainer extends GenericContainer<FixedPortContainer> {

	private final String image;

	private final String imageProperty;

	private final int hostPort;

	FixedPortContainer(String image, String imageProperty, int hostPort, int containerPort) {
		super(DockerImageName.parse(image));
		this.image = image;
		this.imageProperty = imageProperty;
		this.hostPort = hostPort;
		addFixedExposedPort(hostPort, containerPort);
		// Whether the server answers is asked over its own protocol, at every start.
		setWaitStrategy(new AbstractWaitStrategy() {

			@Override
			protected void waitUntilReady() {
			}

		});
	}

	/**
	 * Starts the container, or says what to do if that does not work here.
	 */
	void launch() {
		try {
			start();
		}
		catch (RuntimeException ex) {
			String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
			if (reason.contains("already allocated") || reason.contains("address already in use")) {
				throw new PortTakenException(this.hostPort);
			}
			throw new IllegalStateException(("Docker did not start '%s' (%s). Name an image that the engine has or can "
					+ "pull with -D%s=..., or write -Dservers=embedded to do without Docker")
				.formatted(this.image, reason, this.imageProperty), ex);
		}
	}

	@Override
	public boolean equals(Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

	@Override
	public String toString() {
		return "A container of '" + this.image + "'";
	}

}
