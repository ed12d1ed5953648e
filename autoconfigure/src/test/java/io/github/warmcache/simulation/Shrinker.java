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

package io.github.warmcache.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Hosts;

/**
 * Makes a run that fails as short as it can be: without operations, and with simpler
 * choices, as long as the same promise is broken.
 */
final class Shrinker {

	private static final int FIXED = 2;

	private final Hosts hosts;

	private final Promise promise;

	private int left;

	private List<int[]> choices;

	private Shrinker(Run run, Hosts hosts, int most) {
		this.hosts = hosts;
		this.promise = Objects.requireNonNull(run.broken());
		this.choices = run.record();
		this.left = most;
	}

	/**
	 * Shrink a run.
	 * @param run the run, which fails
	 * @param most how many runs to try
	 * @return a run that fails in the same way
	 */
	static Run shrink(Run run, int most) {
		try (Hosts hosts = new Hosts("shrinker")) {
			Shrinker shrinker = new Shrinker(run, hosts, most);
			shrinker.shrink();
			return Run.of(Choices.recorded(shrinker.choices), hosts, true);
		}
	}

	private void shrink() {
		boolean better = true;
		while (better && this.left > 0) {
			better = dropOperations();
			better |= clearStreams();
			better |= lowerChoices();
		}
	}

	private boolean dropOperations() {
		boolean better = false;
		for (int size = Math.max(1, (this.choices.size() - FIXED) / 2); size >= 1; size /= 2) {
			int at = this.choices.size() - size;
			while (at >= FIXED) {
				List<int[]> fewer = new ArrayList<>(this.choices);
				fewer.subList(at, Math.min(fewer.size(), at + size)).clear();
				boolean smaller = fewer.size() < this.choices.size() && isAsBad(fewer);
				better |= smaller;
				at -= size;
				at = Math.min(at, this.choices.size() - 1);
			}
		}
		return better;
	}

	private boolean clearStreams() {
		boolean better = false;
		for (int stream = 1; stream < this.choices.size(); stream++) {
			int[] before = this.choices.get(stream);
			for (int keep = 0; keep < before.length; keep = keep * 2 + 1) {
				if (isAsBad(with(stream, Arrays.copyOf(before, keep)))) {
					better = true;
					break;
				}
			}
		}
		return better;
	}

	private boolean lowerChoices() {
		boolean better = false;
		for (int stream = 0; stream < this.choices.size(); stream++) {
			for (int i = this.choices.get(stream).length - 1; i >= 0; i--) {
				better |= i < this.choices.get(stream).length && lower(stream, i);
			}
		}
		return better;
	}

	private boolean lower(int stream, int index) {
		int before = this.choices.get(stream)[index];
		for (int value = 0; value < before; value = value * 2 + 1) {
			int[] lower = this.choices.get(stream).clone();
			lower[index] = value;
			if (isAsBad(with(stream, lower))) {
				return true;
			}
		}
		if (before == 0) {
			return false;
		}
		int[] without = new int[this.choices.get(stream).length - 1];
		System.arraycopy(this.choices.get(stream), 0, without, 0, index);
		System.arraycopy(this.choices.get(stream), index + 1, without, index, without.length - index);
		return isAsBad(with(stream, without));
	}

	private List<int[]> with(int stream, int[] values) {
		List<int[]> changed = new ArrayList<>(this.choices);
		changed.set(stream, values);
		return changed;
	}

	private boolean isAsBad(List<int[]> candidate) {
		if (this.left-- <= 0) {
			return false;
		}
		Run run = Run.of(Choices.recorded(candidate), this.hosts, false);
		if (run.broken() != this.promise) {
			return false;
		}
		this.choices = run.record();
		while (this.choices.size() < candidate.size()) {
			this.choices = new ArrayList<>(this.choices);
			this.choices.add(new int[0]);
		}
		return true;
	}

}
