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

package io.github.warmcache.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.warmcache.testsupport.Servers;

/**
 * Starts pods that find their servers.
 */
final class PodLauncher {

	/** Where pods write their logs, and the suite its evidence. */
	static final Path LOGS = Path.of(System.getProperty("faults.logs", "target/pods"));

	private final String fleet;

	private final Topology topology;

	private final Database database;

	private final List<String> properties;

	private final PodProcess.CallListener listener;

	PodLauncher(String fleet, Topology topology, Database database, List<String> properties,
			PodProcess.CallListener listener) {
		this.fleet = fleet;
		this.topology = topology;
		this.database = database;
		this.properties = properties;
		this.listener = listener;
	}

	PodProcess launch(int number) {
		List<String> all = new ArrayList<>(this.properties);
		all.add("warmcache.namespace=" + this.fleet);
		all.addAll(this.topology.properties(number));
		all.addAll(Arrays.asList(Servers.properties(this.database.connection())));
		try {
			Files.createDirectories(LOGS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new PodProcess(number, all, this.listener, LOGS.resolve(this.fleet + "-" + number + ".log"));
	}

}
