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

package io.github.warmcache.benchmarks;

import java.util.List;

/**
 * Measurements that belong together. Used by one thread.
 */
interface Suite extends AutoCloseable {

	/**
	 * Return what the option {@code --only} takes.
	 */
	String name();

	/**
	 * Start servers and bring data, once in a run.
	 */
	default void prepare(Effort effort) throws Exception {
	}

	/**
	 * Measure each subject once. Called several times, with rounds of other suites in
	 * between, so that a slow minute of the machine does not hit one subject alone.
	 */
	void measure(Figures figures, Effort effort) throws Exception;

	/**
	 * Measure what takes minutes, such as a million entries, once in a whole run and
	 * after its rounds.
	 */
	default void measureLarge(Figures figures) throws Exception {
	}

	/**
	 * Return what the medians are held to.
	 */
	List<Target> targets();

	@Override
	default void close() throws Exception {
	}

}
