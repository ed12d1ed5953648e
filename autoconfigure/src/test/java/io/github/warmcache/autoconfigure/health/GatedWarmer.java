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

package io.github.warmcache.autoconfigure.health;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.WarmupContext;

import org.springframework.beans.factory.DisposableBean;

/**
 * Warmer that stops half-way until a test opens it, and fails for as long as a test wants
 * it to.
 */
final class GatedWarmer implements CacheWarmer, DisposableBean {

	private final CountDownLatch halfWay = new CountDownLatch(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	private volatile boolean failing;

	private volatile boolean ended;

	private volatile boolean endedInTime;

	static GatedWarmer opened() {
		GatedWarmer warmer = new GatedWarmer();
		warmer.open();
		return warmer;
	}

	static GatedWarmer failing() {
		GatedWarmer warmer = opened();
		warmer.failing = true;
		return warmer;
	}

	@Override
	public void warm(WarmupContext context) throws Exception {
		try {
			stream(context);
		}
		finally {
			this.ended = true;
		}
	}

	private void stream(WarmupContext context) throws Exception {
		context.expect(10);
		for (long key = 0; key < 10; key++) {
			context.accept(key, "city " + key);
			if (key == 3) {
				this.halfWay.countDown();
				this.gate.await();
				if (this.failing) {
					throw new IllegalStateException("source is down, password=hunter2");
				}
			}
		}
	}

	void awaitHalfWay() throws InterruptedException {
		if (!this.halfWay.await(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The warmer was not called");
		}
	}

	void open() {
		this.gate.countDown();
	}

	@Override
	public void destroy() {
		this.endedInTime = this.ended;
	}

	/**
	 * Whether it was left alone by the time its application context destroyed it.
	 */
	boolean endedBeforeItWasDestroyed() {
		return this.endedInTime;
	}

	void repair() {
		this.failing = false;
	}

}
