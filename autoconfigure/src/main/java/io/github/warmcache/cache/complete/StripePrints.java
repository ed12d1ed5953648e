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

package io.github.warmcache.cache.complete;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;

/**
 * Digests of what a pod holds of a cache, one for each stripe: of its keys, and of the
 * last change that the shared tier counted. Two pods with the same digest hold the same
 * keys of a stripe, without a change of it in between.
 */
final class StripePrints {

	/**
	 * Two digests of different contents are equal once in 2^48.
	 */
	private static final int BYTES = 6;

	private static final String SEPARATOR = ".";

	private final FleetLoads loads;

	private final LocalTier local;

	private final Predicate<Object> beyondSource;

	/**
	 * Where the stripes stood when the load began.
	 */
	private final List<String> began;

	StripePrints(FleetLoads loads, LocalTier local, Predicate<Object> beyondSource) {
		this.loads = loads;
		this.local = local;
		this.beyondSource = beyondSource;
		this.began = loads.positions();
	}

	FleetLoads loads() {
		return this.loads;
	}

	/**
	 * Return the digests of a load that this pod read from the source, without those of
	 * stripes of which a key was changed or lost since it began.
	 */
	String write(AbsenceClaim claim) {
		if (this.began.isEmpty()) {
			return "";
		}
		long[] keys = keys();
		BitSet touched = claim.touched(this.local::stripe);
		String[] prints = new String[SharedTier.STRIPES];
		for (int i = 0; i < prints.length; i++) {
			prints[i] = touched.get(i) ? "" : digest(this.began.get(i), keys[i]);
		}
		return String.join(SEPARATOR, prints);
	}

	/**
	 * Return the stripes of which this pod holds what a load brought, and no change was
	 * counted since.
	 */
	BitSet same(String prints) {
		BitSet same = new BitSet();
		List<String> present = this.loads.positions();
		List<String> loaded = Arrays.asList(prints.split("\\" + SEPARATOR, -1));
		if (present.isEmpty() || loaded.size() != SharedTier.STRIPES) {
			return same;
		}
		long[] keys = keys();
		for (int i = 0; i < keys.length; i++) {
			same.set(i, loaded.get(i).equals(digest(present.get(i), keys[i])));
		}
		return same;
	}

	/**
	 * Return the sum of the keys of each stripe.
	 */
	private long[] keys() {
		this.local.caffeine().cleanUp();
		long[] sums = new long[SharedTier.STRIPES];
		this.local.caffeine().asMap().forEach((key, entry) -> {
			if (entry.get() != null && this.local.isLive(entry) && !this.beyondSource.test(key)) {
				try {
					sums[this.local.stripe(key)] += this.loads.print(key);
				}
				catch (IllegalArgumentException ex) {
					// No other pod can tell it, and none takes it to be absent.
				}
			}
		});
		return sums;
	}

	private static String digest(String position, long keys) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest((position + ":" + keys).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
