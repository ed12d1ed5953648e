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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the threads of a pod were seen, by whose code that is. Code of the JDK counts as
 * that of its caller.
 */
final class Profile {

	private static final String CACHED_CALL = "io.github.warmcache.sample.Cities$$SpringCGLIB";

	private static final int HOTTEST = 12;

	private final Map<String, Integer> layers = new TreeMap<>();

	private final Map<String, Integer> ours = new TreeMap<>();

	private int samples;

	private int inCachedCall;

	private int inWarmcache;

	/**
	 * Read a recording of Java Flight Recorder.
	 * @param window the time that is of interest
	 */
	static Profile of(Path recording, Visit.Window window) {
		Profile profile = new Profile();
		try (RecordingFile file = new RecordingFile(recording)) {
			while (file.hasMoreEvents()) {
				RecordedEvent event = file.readEvent();
				if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null
						&& window.contains(event.getStartTime())) {
					profile.add(event.getStackTrace()
						.getFrames()
						.stream()
						.filter(RecordedFrame::isJavaFrame)
						.map((frame) -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
						.toList());
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + recording, ex);
		}
		return profile;
	}

	/**
	 * Count where a thread was seen.
	 * @param methods with the names of their classes, the innermost first
	 */
	void add(List<String> methods) {
		this.samples++;
		this.layers.merge(
				methods.stream().map(Profile::layer).filter((layer) -> !layer.isEmpty()).findFirst().orElse("JDK"), 1,
				Integer::sum);
		if (methods.stream().anyMatch((method) -> method.startsWith(CACHED_CALL))) {
			this.inCachedCall++;
		}
		methods.stream().filter((method) -> layer(method).equals("Warmcache")).findFirst().ifPresent((method) -> {
			this.inWarmcache++;
			this.ours.merge(method, 1, Integer::sum);
		});
	}

	private static String layer(String method) {
		if (method.startsWith("io.github.warmcache.sample.")) {
			return "the sample";
		}
		if (method.startsWith("io.github.warmcache.")) {
			return "Warmcache";
		}
		if (method.startsWith("com.github.benmanes.caffeine.")) {
			return "Caffeine";
		}
		if (method.startsWith("tools.jackson.")) {
			return "JSON";
		}
		if (method.startsWith("org.apache.")) {
			return "Tomcat";
		}
		if (method.startsWith("org.springframework.data.redis.") || method.startsWith("io.lettuce.")
				|| method.startsWith("io.netty.") || method.startsWith("org.springframework.core.serializer.")) {
			return "Redis client and serialization";
		}
		if (method.startsWith("org.springframework.cache.") || method.startsWith("org.springframework.aop.")) {
			return "Spring's caching and proxies";
		}
		if (method.startsWith("io.micrometer.")) {
			return "Micrometer";
		}
		return method.startsWith("org.springframework.") ? "Spring MVC" : "";
	}

	int samples() {
		return this.samples;
	}

	/**
	 * Return what share of all samples was found within the call of the cached method,
	 * with all that it calls.
	 */
	double cachedCall() {
		return (double) this.inCachedCall / this.samples;
	}

	/**
	 * Return what share of all samples was found within Warmcache, with all that it
	 * calls.
	 */
	double warmcache() {
		return (double) this.inWarmcache / this.samples;
	}

	/**
	 * Return what share of all samples belongs to a layer itself.
	 */
	double share(String layer) {
		return (double) this.layers.getOrDefault(layer, 0) / this.samples;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d samples, %.1f %% within the cached call, %.1f %% within Warmcache%n",
				this.samples, 100 * cachedCall(), 100 * warmcache()) + lines(this.layers) + lines(this.ours);
	}

	private String lines(Map<String, Integer> counts) {
		return counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
			.limit(HOTTEST)
			.map((entry) -> String.format(Locale.ROOT, "  %5.1f %%  %s%n", 100.0 * entry.getValue() / this.samples,
					entry.getKey()))
			.collect(Collectors.joining());
	}

}
