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

package io.github.warmcache.interleaving;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.interleaving.Exploration.Node;

/**
 * Pairs of steps in one run whose order was chance and mattered. From each of them
 * follows another schedule to be run.
 */
final class Races {

	private final List<Node> steps;

	private final List<Actor> actors;

	private final List<BitSet> before = new ArrayList<>();

	/**
	 * Look at a run.
	 * @param steps the decisions, one for each step made
	 * @param actors the actors by their number
	 */
	Races(List<Node> steps, List<Actor> actors) {
		this.steps = steps;
		this.actors = actors;
	}

	/**
	 * Plan the schedules in which racing steps are made the other way round.
	 */
	void plan() {
		Map<Integer, Integer> last = new HashMap<>();
		for (int step = 0; step < this.steps.size(); step++) {
			int actor = this.steps.get(step).chosen;
			List<Integer> direct = new ArrayList<>();
			int origin = this.actors.get(actor).origin();
			int previous = last.getOrDefault(actor, origin);
			if (previous >= 0) {
				direct.add(previous);
			}
			List<Integer> conflicting = new ArrayList<>();
			for (int earlier = 0; earlier < step; earlier++) {
				if (earlier != previous && this.steps.get(earlier).chosen != actor
						&& footprint(earlier).conflictsWith(footprint(step))) {
					conflicting.add(earlier);
				}
			}
			direct.addAll(conflicting);
			BitSet closed = new BitSet();
			for (int earlier : direct) {
				closed.set(earlier);
				closed.or(this.before.get(earlier));
			}
			this.before.add(closed);
			for (int earlier : conflicting) {
				if (direct.stream().noneMatch((other) -> other != earlier && this.before.get(other).get(earlier))) {
					reverse(earlier, step);
				}
			}
			last.put(actor, step);
		}
	}

	/**
	 * Plan to make a step before an earlier one, with all that leads to it.
	 */
	private void reverse(int earlier, int step) {
		Node node = this.steps.get(earlier);
		BitSet leading = new BitSet();
		List<Integer> first = new ArrayList<>();
		for (int i = earlier + 1; i <= step; i++) {
			if (i == step || !this.before.get(i).get(earlier)) {
				if (!this.before.get(i).intersects(leading)) {
					first.add(this.steps.get(i).chosen);
				}
				leading.set(i);
			}
		}
		if (first.stream().noneMatch(node.planned::contains)) {
			if (node.enabled.contains(first.get(0))) {
				node.planned.add(first.get(0));
			}
			else {
				node.planned.addAll(node.enabled);
			}
		}
	}

	private Footprint footprint(int step) {
		Node node = this.steps.get(step);
		return node.footprints.get(node.chosen);
	}

}
