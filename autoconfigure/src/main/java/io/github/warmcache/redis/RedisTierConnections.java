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

package io.github.warmcache.redis;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Connections of the shared tier to the application's Redis: standalone, Sentinel or
 * Cluster. They use the same servers, credentials, encryption and database, but timeouts
 * of their own. To Redis they are clients named {@code warmcache}, behind the client name
 * of the application if it has one. While disconnected, they reject commands rather than
 * queue them.
 * <p>
 * Nothing is connected before the first use, so Redis may be down at startup. A
 * connection factory that is not Spring's own for Lettuce is used as it is, with its
 * timeouts. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisTierConnections implements DisposableBean {

	private static final Log logger = LogFactory.getLog(RedisTierConnections.class);

	private final RedisConnectionFactory application;

	private final @Nullable LettuceConnections derived;

	private final RedisTierTimeouts timeouts;

	/**
	 * Derive connections from those of the application.
	 * @param application the application's connection factory, which is not closed here
	 * @param timeouts how long to wait
	 */
	public RedisTierConnections(RedisConnectionFactory application, RedisTierTimeouts timeouts) {
		this.application = application;
		this.timeouts = timeouts;
		this.derived = LettuceConnections.derive(application, timeouts);
		if (this.derived == null) {
			logger.info("The shared tier uses the connections of " + application.getClass().getName()
					+ " with their timeouts, because it can only derive its own from a LettuceConnectionFactory");
		}
	}

	/**
	 * Return the connection factory of single operations, for other code that talks to
	 * the same servers. If it was derived here, it has the timeouts of the shared tier
	 * and is closed with this object.
	 * @return the connection factory
	 */
	public RedisConnectionFactory connectionFactory() {
		return (this.derived != null) ? this.derived.factory() : this.application;
	}

	/**
	 * Connect now rather than at first use.
	 * @param wait maximum time to wait
	 * @return whether there is a connection; if not, the first use tries again; also
	 * {@code true} for a factory that is used as it is, which is not connected here
	 */
	public boolean connect(Duration wait) {
		return this.derived == null || this.derived.connect(wait);
	}

	public RedisTierTimeouts timeouts() {
		return this.timeouts;
	}

	public ScriptRunner commands() {
		return (this.derived != null) ? this.derived.commands() : new SpringScriptRunner(this.application);
	}

	public ScriptRunner bulk() {
		return (this.derived != null) ? this.derived.bulk() : new SpringScriptRunner(this.application);
	}

	/**
	 * Close the connections that were derived here.
	 */
	@Override
	public void destroy() {
		if (this.derived != null) {
			this.derived.close();
		}
	}

}
