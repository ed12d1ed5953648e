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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

import org.springframework.core.NestedExceptionUtils;

/**
 * Makes sure that the Docker engine has an image, or says at once what to do about it.
 * Testcontainers pulls as well, but asks again and again where an engine cannot.
 */
final class DockerImages {

	private static final long PULL_MINUTES = 10;

	private static final Once<DockerClient> DOCKER = new Once<>(DockerImages::connect);

	private static final Map<String, Once<DockerImageName>> IMAGES = new ConcurrentHashMap<>();

	private DockerImages() {
	}

	/**
	 * Finds an image, else pulls it.
	 * @param name the image's name and tag
	 * @param property the property that names it
	 */
	static DockerImageName require(String name, String property) {
		return IMAGES.computeIfAbsent(name, (key) -> new Once<>(() -> findOrPull(name, property))).get();
	}

	private static DockerClient connect() {
		try {
			return DockerClientFactory.instance().client();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException(("Testcontainers cannot work with a Docker engine here (%s). Write "
					+ "-Dservers=embedded to do without Docker, or set TESTCONTAINERS_RYUK_DISABLED=true where only "
					+ "its own helper image cannot be pulled")
				.formatted(reason(ex)), ex);
		}
	}

	private static DockerImageName findOrPull(String name, String property) {
		DockerClient docker = DOCKER.get();
		DockerImageName image = DockerImageName.parse(name);
		String fullName = ImageNameSubstitutor.instance().apply(image).asCanonicalNameString();
		try {
			docker.inspectImageCmd(fullName).exec();
		}
		catch (NotFoundException missing) {
			pull(docker, fullName, property);
		}
		return image;
	}

	private static void pull(DockerClient docker, String name, String property) {
		try {
			if (!docker.pullImageCmd(name)
				.exec(new PullImageResultCallback())
				.awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
				throw new IllegalStateException("not done after " + PULL_MINUTES + " minutes");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while pulling " + name, ex);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException(("The Docker engine has no image '%s' and cannot pull it (%s). Name one "
					+ "that it has with -D%s=..., or write -Dservers=embedded to do without Docker")
				.formatted(name, reason(ex), property), ex);
		}
	}

	private static String reason(RuntimeException ex) {
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()).strip();
	}

}
