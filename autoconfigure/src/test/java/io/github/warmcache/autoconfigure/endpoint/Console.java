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

package io.github.warmcache.autoconfigure.endpoint;

import io.github.warmcache.testsupport.BrowserPage;
import io.github.warmcache.testsupport.Chromium;

/**
 * Application whose endpoint is that of a test, and a browser to look at its console.
 */
final class Console implements AutoCloseable {

	/**
	 * How much faster the clock of a page may run than that of the test.
	 */
	private static final int SPEED = 20;

	/**
	 * The patience of the page with the endpoint, 5 seconds, stays as it is: the endpoint
	 * is no faster than otherwise.
	 */
	private static final String FAST = """
			{
				const now = Date.now.bind(Date), begin = now(), wait = window.setTimeout.bind(window), fetch = window.fetch.bind(window);
				Date.now = () => begin + (now() - begin) * %1$d;
				window.setTimeout = (task, time) => wait(task, (time === 5000) ? time : time / %1$d);
				window.fetched = [];
				window.fetch = (...it) => { window.fetched.push(Date.now()); return fetch(...it); };
			}
			"""
		.formatted(SPEED);

	private final ConsoleApplication application = ConsoleApplication.fake();

	private final Chromium chromium = Chromium.start();

	FakeWarmupEndpoint endpoint() {
		return this.application.endpoint();
	}

	String address() {
		return this.application.address("/actuator/cacheconsole");
	}

	/**
	 * Open the console.
	 */
	BrowserPage open() {
		BrowserPage page = this.chromium.open();
		page.navigate(address());
		return page;
	}

	/**
	 * Open the console with a clock that runs faster.
	 */
	BrowserPage openFast() {
		BrowserPage page = empty();
		page.prepare(FAST);
		page.navigate(address());
		return page;
	}

	/**
	 * Open a page that shows nothing yet.
	 */
	BrowserPage empty() {
		return this.chromium.open();
	}

	@Override
	public void close() {
		this.chromium.close();
		this.application.close();
	}

}
