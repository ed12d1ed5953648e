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

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Has an application begin its warm-up once its start is compiled, as all else is by then
 * that is measured repeatedly: a compiler that is busy with the start of Spring takes one
 * of two processors. What a start costs is shown by the row of the first one in a JVM.
 */
final class CompiledStart implements ApplicationListener<ApplicationStartedEvent> {

	private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		long before;
		do {
			before = compiler.getTotalCompilationTime();
			LockSupport.parkNanos(IDLE_NANOS);
		}
		while (compiler.getTotalCompilationTime() > before);
	}

}
