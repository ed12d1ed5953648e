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

package io.github.warmcache.faults;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;

/**
 * A call that broke a promise.
 *
 * @param pod whose call it was
 * @param call the call
 * @param newest the newest version that was known
 * @param what what it did
 */
record Violation(int pod, Call call, long newest, String what) {

	@Override
	public String toString() {
		String cache = CacheNames.ALL.get(this.call.cache());
		if (this.call.kind() == Call.Kind.READ) {
			return "pod %d, cache %s, key %d: version %d of %d by tier %s %s (read at %s)".formatted(this.pod, cache,
					this.call.key(), this.call.version(), this.newest, CacheTier.values()[this.call.tier()], this.what,
					WallClock.at(this.call.start()));
		}
		return "pod %d, cache %s, key %d: %s %s (from %s to %s)".formatted(this.pod, cache, this.call.key(),
				this.call.kind(), this.what, WallClock.at(this.call.start()), WallClock.at(this.call.end()));
	}

}
