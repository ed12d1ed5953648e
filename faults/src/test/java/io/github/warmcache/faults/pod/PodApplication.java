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

package io.github.warmcache.faults.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * One pod: a service as anybody would write it, and a line to the suite.
 */
@EnableCaching
@SpringBootApplication
public class PodApplication {

	/** The property with the port at which the suite waits for its pods. */
	public static final String CONTROL_PORT = "faults.control-port";

	@Bean(destroyMethod = "close")
	Socket suite(Environment environment) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(),
				environment.getRequiredProperty(CONTROL_PORT, Integer.class));
		socket.setTcpNoDelay(true);
		return socket;
	}

	@Bean
	CallLog callLog(Socket suite) throws IOException {
		return new CallLog(suite.getOutputStream());
	}

	@Bean
	StallWatch stallWatch(CallLog log) {
		return StallWatch.start(log::stalled);
	}

	/**
	 * Starts the pod and obeys until the suite hangs up.
	 * @param args as for any Spring Boot application
	 * @throws IOException if the line breaks
	 */
	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(PodApplication.class, args);
		CallLog log = context.getBean(CallLog.class);
		PodCommands commands = context.getBean(PodCommands.class);
		// The answer to a question that nobody asked: the pod is there.
		log.answer(0, context.getEnvironment().getRequiredProperty("local.server.port"));
		ExecutorService threads = Executors.newCachedThreadPool();
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(context.getBean(Socket.class).getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String[] words = line.split(" ");
				threads.execute(() -> {
					String[] command = Arrays.copyOfRange(words, 1, words.length);
					log.answer(Integer.parseInt(words[0]), answer(commands, command));
				});
			}
		}
		finally {
			// Nothing is left to do for a pod without a suite.
			Runtime.getRuntime().exit(0);
		}
	}

	private static String answer(PodCommands commands, String[] command) {
		try {
			return commands.execute(command);
		}
		catch (RuntimeException ex) {
			return "failed: " + ex;
		}
	}

}
