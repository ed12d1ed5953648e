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

/**
 * A server that belongs to one test, which may do to it what operations do to a real one.
 * The port stays the same through all of it. Methods throw {@link IllegalStateException}
 * when the server does not do what it is told.
 *
 * @author the Warmcache authors
 * @since 0.1.0
 */
public interface OwnServer extends AutoCloseable {

	/**
	 * Shuts the server down in an orderly way; connections are refused afterwards. Does
	 * nothing if it is down.
	 */
	void stop();

	/**
	 * Starts the server again on its port and returns once it answers. Does nothing if it
	 * is up.
	 */
	void start();

	/**
	 * Takes the server's processes away without a chance to say goodbye.
	 */
	void kill();

	/**
	 * Freezes the server: connections still open, and nothing answers.
	 */
	void pause();

	/**
	 * Lets a frozen server go on where it stood. Does nothing if it is not frozen.
	 */
	void resume();

	/**
	 * Ends the server for good, frozen or not, and deletes what it wrote. May be
	 * repeated.
	 */
	@Override
	void close();

}
