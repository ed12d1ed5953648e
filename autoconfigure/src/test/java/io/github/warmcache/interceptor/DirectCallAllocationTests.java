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

package io.github.warmcache.interceptor;

import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

import com.sun.management.ThreadMXBean;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how much a hit of a cached method allocates, its proxy included.
 */
class DirectCallAllocationTests {

	private static final int HITS = 1_000_000;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheCachingAutoConfiguration.class))
		.withUserConfiguration(TestCacheManager.class)
		.withBean(CachedMethodShapes.class);

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final String[] ids = new String[900];

	@Test
	void hitWithASimpleKeyAllocatesNoMoreThanItsProxyAndAHandle() {
		this.contextRunner.run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(bytesPerHit((i) -> shapes.one(this.ids[i]))).isLessThanOrEqualTo(150);
		});
	}

	@Test
	void hitWithAnArgumentAsItsKeyAllocatesNoMore() {
		this.contextRunner.run((context) -> {
			CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
			assertThat(bytesPerHit((i) -> shapes.named(this.ids[i], "other"))).isLessThanOrEqualTo(150);
		});
	}

	private long bytesPerHit(IntConsumer call) {
		for (int i = 0; i < this.ids.length; i++) {
			this.ids[i] = "id " + i;
			call.accept(i);
		}
		allocated(call);
		return allocated(call) / HITS;
	}

	private long allocated(IntConsumer call) {
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < HITS; i++) {
			call.accept(i % this.ids.length);
		}
		return this.threads.getCurrentThreadAllocatedBytes() - before;
	}

}
