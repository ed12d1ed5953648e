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

package io.github.warmcache.sample.lab;

/**
 * When each request of a load is due, whatever became of those before it.
 *
 * @param startNanos when the first is due, in terms of {@link System#nanoTime()}
 * @param perSecond how many are due in a second
 */
public record Schedule(long startNanos, int perSecond) {

	private static final long SECOND = 1_000_000_000L;

	/**
	 * Return when the request of a number, from 0, is due.
	 */
	long due(int request) {
		return this.startNanos + request * SECOND / this.perSecond;
	}

	/**
	 * Return the number of the first request that is due at a point in time or after it.
	 */
	int firstFrom(long nanos) {
		long sinceStart = Math.max(0, nanos - this.startNanos);
		int request = (int) (sinceStart * this.perSecond / SECOND);
		while (due(request) < this.startNanos + sinceStart) {
			request++;
		}
		return request;
	}

	double seconds(int request) {
		return (double) request / this.perSecond;
	}

	double secondsAt(long nanos) {
		return (nanos - this.startNanos) / 1e9;
	}

}
