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

import java.net.SocketAddress;

import io.lettuce.core.tracing.TraceContext;
import io.lettuce.core.tracing.TraceContextProvider;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.TracerProvider;
import io.lettuce.core.tracing.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * Tracing of the application, without commands that belong to no trace. A read in a
 * traced request is a span of its trace. The beats and checks of this library would each
 * be a trace of one span, and far more of them than of requests.
 */
final class CallersTracing implements Tracing {

	private static final Tracer NONE = Tracing.disabled().getTracerProvider().getTracer();

	private final Tracing application;

	private final TracerProvider tracers;

	private CallersTracing(Tracing application) {
		this.application = application;
		Tracer tracer = new CallersTracer(application.getTracerProvider().getTracer());
		this.tracers = () -> tracer;
	}

	static Tracing of(Tracing application) {
		return application.isEnabled() ? new CallersTracing(application) : application;
	}

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracers;
	}

	@Override
	public TraceContextProvider initialTraceContextProvider() {
		return this.application.initialTraceContextProvider();
	}

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public boolean includeCommandArgsInSpanTags() {
		return this.application.includeCommandArgsInSpanTags();
	}

	@Override
	public Endpoint createEndpoint(SocketAddress socketAddress) {
		return this.application.createEndpoint(socketAddress);
	}

	/**
	 * Tracer that begins no traces.
	 */
	private static final class CallersTracer extends Tracer {

		private final Tracer application;

		CallersTracer(Tracer application) {
			this.application = application;
		}

		@Override
		public Span nextSpan() {
			return NONE.nextSpan();
		}

		@Override
		public Span nextSpan(@Nullable TraceContext context) {
			return (context != null && context != TraceContext.EMPTY) ? this.application.nextSpan(context)
					: NONE.nextSpan();
		}

	}

}
