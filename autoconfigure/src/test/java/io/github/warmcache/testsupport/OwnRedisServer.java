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

import org.jspecify.annotations.Nullable;

/**
 * A Redis that belongs to one test. It keeps its data in memory only, so that a stop or a
 * kill empties it, unless its configuration says otherwise.
 *
 * @author the Warmcache authors
 * @since 0.1.0
 */
public final class OwnRedisServer extends RedisServerHandle implements OwnServer {

	OwnRedisServer(Backend backend, @Nullable String password) {
		super(backend, password);
	}

	@Override
	public void stop() {
		backend().stop();
	}

	@Override
	public void start() {
		backend().start();
	}

	@Override
	public void kill() {
		backend().kill();
	}

	@Override
	public void pause() {
		backend().pause();
	}

	@Override
	public void resume() {
		backend().resume();
	}

	@Override
	public void close() {
		backend().close();
	}

}
