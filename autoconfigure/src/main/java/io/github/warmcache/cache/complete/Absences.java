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

import java.util.function.Consumer;

import io.github.warmcache.cache.local.LocalTier;
import org.jspecify.annotations.Nullable;

/**
 * Claim that holds and claim that is being made; both hear of every change. Thread-safe.
 */
public final class Absences implements LocalTier.Listener {

	private final boolean enabled;

	private volatile @Nullable AbsenceClaim making;

	private volatile @Nullable AbsenceClaim made;

	public Absences(boolean enabled) {
		this.enabled = enabled;
	}

	@Override
	public boolean isListening() {
		return this.enabled;
	}

	/**
	 * Begin to make a claim, in place of another one that was being made.
	 */
	synchronized void begin(AbsenceClaim claim) {
		this.making = claim;
	}

	/**
	 * Let a claim hold.
	 * @return whether it was still being made
	 */
	synchronized boolean make(AbsenceClaim claim) {
		if (this.making != claim) {
			return false;
		}
		// In this order: a change that no longer finds the claim among those being made
		// finds it here.
		this.made = claim;
		this.making = null;
		return true;
	}

	synchronized void giveUp(AbsenceClaim claim) {
		if (this.making == claim) {
			this.making = null;
		}
		if (this.made == claim) {
			this.made = null;
		}
	}

	/**
	 * Give up all claims, because the source finds values by keys that are not theirs.
	 */
	synchronized void giveUpAll() {
		this.making = null;
		this.made = null;
	}

	@Nullable AbsenceClaim made() {
		return this.made;
	}

	@Override
	public void changed(Object key) {
		tell((claim) -> claim.except(key));
	}

	@Override
	public void lost(Object key) {
		tell((claim) -> claim.except(key));
	}

	private void tell(Consumer<AbsenceClaim> change) {
		AbsenceClaim next = this.making;
		if (next != null) {
			change.accept(next);
		}
		AbsenceClaim present = this.made;
		if (present != null && present != next) {
			change.accept(present);
		}
	}

}
