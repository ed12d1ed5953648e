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

/**
 * Something bad that happens to a fleet under load, and is over when the action returns.
 *
 * @param name what it is called in the summary and by {@code -Dfaults.only}
 * @param load what the pods do meanwhile
 * @param limits what it may cost
 * @param action what happens
 */
record Fault(String name, Load load, Limits limits, Action action) {

	/**
	 * What happens.
	 */
	interface Action {

		void happen(Stage stage) throws Exception;

	}

	/**
	 * What each pod does, on a machine that bears it.
	 */
	record Load(int readsPerSecond, int writesPerSecond) {

		/** None beside what the action does. */
		static final Load NONE = new Load(0, 0);

		/** Of a service that people use. */
		static final Load USUAL = new Load(190, 10);

		/** Of one that shall find races. */
		static final Load HEAVY = new Load(400, 120);

		/** Of one that shall find races among very many changes. */
		static final Load WRITING = new Load(280, 270);

		Load times(double factor) {
			return new Load((int) Math.ceil(this.readsPerSecond * factor),
					(int) Math.ceil(this.writesPerSecond * factor));
		}

		@Override
		public String toString() {
			return this.readsPerSecond + "+" + this.writesPerSecond;
		}

	}

	/**
	 * What a fault may cost.
	 *
	 * @param slowCalls how many calls of one pod may take longer than 150 ms
	 * @param localMillis how long the slowest hundredth of local hits may take
	 * @param recoveryMillis how long after the end a read may be outdated, or the shared
	 * tier unused
	 */
	record Limits(int slowCalls, double localMillis, double recoveryMillis) {

		static final Limits NONE = new Limits(Integer.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);

		/** Of whatever happens to Redis under the usual load. */
		static final Limits REDIS = new Limits(20, 5, 2000);

	}

}
