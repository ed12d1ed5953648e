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

package io.github.warmcache.architecture.canary.cache;

import java.util.List;
import java.util.function.Supplier;

public class NamesAnInside implements Supplier<Anything> {

	public static final Anything FIELD = new Anything();

	protected NamesAnInside(Anything anything) {
	}

	public Anything result() {
		return new Anything();
	}

	protected void argument(Anything anything) {
	}

	public void array(List<? extends Anything[]> arrays) {
	}

	public <T extends Anything> void typeParameter() {
	}

	public void thrown() throws Failure {
	}

	@Override
	public Anything get() {
		return new Anything();
	}

	public void excused(Anything anything) {
	}

	void hidden(Anything anything) {
	}

	public static class Nested {

		public void nested(Anything anything) {
		}

	}

	static class Failure extends Exception {

	}

}
