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

package io.github.warmcache.faults.pod;

import java.util.concurrent.ThreadLocalRandom;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ReadTrace;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Calls the cached methods by the number of their cache, and logs each call.
 */
@Component
class Calls {

	private final Items items;

	private final TransactionTemplate transactions;

	private final CallLog log;

	Calls(Items items, TransactionTemplate transactions, CallLog log) {
		this.items = items;
		this.transactions = transactions;
		this.log = log;
	}

	/**
	 * Reads and logs.
	 * @return the version, or -1 if the call failed
	 */
	long read(int cache, int key) {
		long start = System.nanoTime();
		try (ReadTrace trace = ReadTrace.start()) {
			Item item = call(cache, key);
			this.log.write(new Call(Call.Kind.READ, cache, key, item.version(), item.stamp(), start, System.nanoTime(),
					trace.tier().ordinal()));
			return item.version();
		}
		catch (RuntimeException ex) {
			this.log.failed(new Call(Call.Kind.FAILED_READ, cache, key, -1, 0, start, System.nanoTime(), 0), ex);
			return -1;
		}
	}

	/**
	 * Reads without a log.
	 */
	long versionOf(int cache, int key) {
		return call(cache, key).version();
	}

	/**
	 * Reads without a log.
	 * @return where the value came from
	 */
	CacheTier tierOf(int cache, int key) {
		try (ReadTrace trace = ReadTrace.start()) {
			call(cache, key);
			return trace.tier();
		}
	}

	/**
	 * Changes and logs.
	 * @param commit whether the transaction ends with a commit
	 * @return the call as it was logged
	 */
	Call change(int cache, int key, boolean commit) {
		long stamp = ThreadLocalRandom.current().nextLong();
		long start = System.nanoTime();
		try {
			Item item = this.transactions.execute((status) -> {
				Item changed = change(cache, key, stamp);
				if (!commit) {
					status.setRollbackOnly();
				}
				return changed;
			});
			Call call = new Call(commit ? Call.Kind.WRITE : Call.Kind.ROLLBACK, cache, key, item.version(), stamp,
					start, System.nanoTime(), 0);
			this.log.write(call);
			return call;
		}
		catch (RuntimeException ex) {
			Call call = new Call(Call.Kind.FAILED_WRITE, cache, key, -1, stamp, start, System.nanoTime(), 0);
			this.log.failed(call, ex);
			return call;
		}
	}

	private Item call(int cache, int key) {
		return switch (cache) {
			case CacheNames.EVICTED -> this.items.evicted(key);
			case CacheNames.PUT -> this.items.put(key);
			case CacheNames.CLEARED -> this.items.cleared(key);
			case CacheNames.SOURCED -> this.items.sourced(key);
			case CacheNames.BRIEF -> this.items.brief(key);
			case CacheNames.STALE -> this.items.stale(key);
			default -> this.items.spread(key);
		};
	}

	private Item change(int cache, int key, long stamp) {
		return switch (cache) {
			case CacheNames.EVICTED -> this.items.changeEvicted(key, stamp);
			case CacheNames.PUT -> this.items.changePut(key, stamp);
			case CacheNames.CLEARED -> this.items.changeCleared(key, stamp);
			case CacheNames.SOURCED -> this.items.changeSourced(key, stamp);
			case CacheNames.BRIEF -> this.items.changeBrief(key, stamp);
			default -> this.items.changeStale(key, stamp);
		};
	}

}
