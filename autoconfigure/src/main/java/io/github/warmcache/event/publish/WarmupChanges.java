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

package io.github.warmcache.event.publish;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.WarmupChanged;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;

/**
 * Changes of the warm-up. Its end is told even if all is well.
 */
public final class WarmupChanges implements StateChanges {

	private final WarmupState state;

	private final Map<String, WarmupStatus> told = new HashMap<>();

	private WarmupStatus toldOfAll = WarmupStatus.WARMING;

	/**
	 * Create an observer of a warm-up that has not ended.
	 * @param state the state of the warm-up
	 */
	public WarmupChanges(WarmupState state) {
		this.state = state;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		List<CacheWarmupProgress> caches = this.state.caches();
		for (CacheWarmupProgress cache : caches) {
			WarmupStatus before = this.told.getOrDefault(cache.cacheName(), WarmupStatus.WARMING);
			if (isSettled(cache.status()) && cache.status() != before) {
				this.told.put(cache.cacheName(), cache.status());
				events.accept(new WarmupChanged(cache.cacheName(), before, cache.status(), now, reason(cache)));
			}
		}
		WarmupStatus ofAll = this.state.status();
		String reason = Objects.requireNonNullElseGet(this.state.reason(), () -> reason(ofAll));
		// What is still being filled says nothing about how it ends. That this pod gets
		// no
		// traffic does.
		boolean ended = caches.stream().allMatch((cache) -> isSettled(cache.status()));
		if (isSettled(ofAll) && (ended || ofAll == WarmupStatus.FAILED) && ofAll != this.toldOfAll) {
			WarmupStatus before = this.toldOfAll;
			this.toldOfAll = ofAll;
			events.accept(new WarmupChanged(null, before, ofAll, now, reason));
		}
	}

	private static boolean isSettled(WarmupStatus status) {
		return status != WarmupStatus.PENDING && status != WarmupStatus.WARMING;
	}

	private static String reason(CacheWarmupProgress cache) {
		if (cache.status() == WarmupStatus.WARM) {
			return "The cache is filled";
		}
		return Objects.requireNonNullElse(cache.lastError(), "The cache is not filled completely");
	}

	private static String reason(WarmupStatus ofAll) {
		return (ofAll == WarmupStatus.WARM) ? "All caches are warm" : "Not all caches are warm";
	}

}
