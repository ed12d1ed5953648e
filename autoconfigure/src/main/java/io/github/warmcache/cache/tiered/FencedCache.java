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

package io.github.warmcache.cache.tiered;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.change.FillRule;
import io.github.warmcache.cache.change.TransactionalChanges;
import io.github.warmcache.cache.flight.BlockingThreads;
import io.github.warmcache.cache.flight.Flights.Flight;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.load.AsyncReadPath;
import io.github.warmcache.cache.load.ReadPath;
import io.github.warmcache.cache.load.ReadPath.Load;
import io.github.warmcache.cache.load.Tiers;
import io.github.warmcache.cache.local.CallMark;
import org.jspecify.annotations.Nullable;

/**
 * View of a cache for one {@link CachedCall}.
 */
final class FencedCache extends CacheView {

	private final Consumer<Object> missed;

	private final KeyAdapter keys;

	private final ReadPath path;

	private final TransactionalChanges changes;

	private final FillRule fillRule;

	private final Tiers tiers;

	private final AsyncReadPath asyncPath;

	private @Nullable Object key;

	private @Nullable Load load;

	/**
	 * Beginning of the method body, after a miss.
	 */
	private @Nullable CallMark mark;

	private boolean permitted;

	private boolean asynchronous;

	FencedCache(TieredCache cache, Consumer<Object> missed, KeyAdapter keys, ReadPath path,
			TransactionalChanges changes, FillRule fillRule, Tiers tiers, AsyncReadPath asyncPath) {
		super(cache);
		this.missed = missed;
		this.keys = keys;
		this.path = path;
		this.changes = changes;
		this.fillRule = fillRule;
		this.tiers = tiers;
		this.asyncPath = asyncPath;
	}

	/**
	 * Begin the load of a key, unless it has begun.
	 */
	void begin(Object key) {
		Object adapted = this.keys.adapt(key);
		if (this.load == null || !adapted.equals(this.key)) {
			this.key = adapted;
			this.load = this.path.begin(adapted, new Flight());
			this.mark = (this.mark != null) ? this.mark : cache().mark();
			this.permitted = mayFill(adapted);
		}
	}

	private boolean mayFill(Object adapted) {
		return this.fillRule.permits() && !this.changes.isRemoved(adapted);
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		Object adapted = this.keys.adapt(key);
		ValueWrapper found = this.path.find(adapted);
		if (found != null) {
			return found;
		}
		this.missed.accept(key);
		Load load = this.load;
		if (load == null || this.tiers.isLocalOnly() || this.changes.isRemoved(adapted)) {
			return null;
		}
		Loaded loaded = (this.tiers.source() != null) ? cache().readWithoutLoader(adapted) : Loaded.ABSENT;
		if (loaded == Loaded.ABSENT) {
			// For the ticket, which the method body is about to need.
			loaded = load.lookUp();
			cache().answered(loaded);
			if (loaded.tier() != null) {
				ReadTrace.note(loaded.tier(), loaded.provenance());
			}
		}
		return loaded.wrapped();
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		this.asynchronous = true;
		Object adapted = this.keys.adapt(key);
		ValueWrapper found = this.path.find(adapted);
		if (found != null) {
			return CompletableFuture.completedFuture(found);
		}
		this.missed.accept(key);
		Load load = this.load;
		if (load == null || this.tiers.isLocalOnly() || this.changes.isRemoved(adapted)) {
			return null;
		}
		CompletableFuture<?> present = (this.tiers.source() != null) ? cache().retrieve(adapted) : null;
		if (present == null) {
			return lookUp(load);
		}
		return present
			.thenCompose((value) -> (value != null) ? CompletableFuture.completedFuture(value) : lookUp(load));
	}

	private CompletableFuture<@Nullable Object> lookUp(Load load) {
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		this.asyncPath.run(() -> {
			try {
				Loaded loaded = load.lookUp();
				cache().answered(loaded);
				result.complete(loaded.wrapped());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, () -> result.complete(null));
		return result;
	}

	/**
	 * Fill the cache with the method body's result after a miss. A put of another key is
	 * a plain one.
	 */
	@Override
	public void put(Object key, @Nullable Object value) {
		Object adapted = this.keys.adapt(key);
		Load load = this.load;
		if (load == null || !adapted.equals(this.key)) {
			cache().put(adapted, value, this.mark);
			return;
		}
		Loaded loaded = Loaded.fromMethod(value);
		cache().answered(loaded);
		if (!this.permitted || !mayFill(adapted)) {
			cache().statistics().record(CacheEvent.TRANSACTION_FILL_REFUSED);
			return;
		}
		if (load.shared().isTicketed() && (this.asynchronous || !BlockingThreads.mayBlock())) {
			this.asyncPath.run(() -> load.keep(loaded), () -> {
				load.shared().renounce();
				load.keep(loaded);
			});
		}
		else {
			load.keep(loaded);
		}
	}

}
