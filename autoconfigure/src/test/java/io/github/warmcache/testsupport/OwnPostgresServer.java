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
 * A PostgreSQL that belongs to one test. Its databases outlive a stop and a kill, as they
 * should.
 *
 * @author the Warmcache authors
 * @since 0.1.0
 */
public final class OwnPostgresServer extends PostgresServerHandle implements OwnServer {

	OwnPostgresServer(Backend backend) {
		super(backend);
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
