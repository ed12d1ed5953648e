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

package io.github.warmcache.tier.stripe;

import java.util.List;

import io.github.warmcache.tier.ChangeMark;
import org.jspecify.annotations.Nullable;

/**
 * Positions of all stripes when a call began.
 *
 * @param positions the positions from which the pod took the mark
 * @param taken the position of each stripe, {@code null} if it was not known
 * @param isOvertaken whether the pod knows that the key was changed later
 */
record RedisMark(StripePositions positions, List<StripePositions.@Nullable Position> taken,
		boolean isOvertaken) implements ChangeMark {

	@Override
	public ChangeMark overtaken() {
		return new RedisMark(this.positions, this.taken, true);
	}

	@Override
	public String toString() {
		return "mark";
	}

}
