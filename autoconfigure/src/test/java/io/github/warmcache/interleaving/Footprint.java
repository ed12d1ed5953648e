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

/**
 * What a step reads and writes, one bit each. Two steps whose order cannot matter need
 * not be tried in both.
 *
 * @param reads what it reads
 * @param writes what it writes
 */
record Footprint(int reads, int writes) {

	static final Footprint NOTHING = new Footprint(0, 0);

	static Footprint reads(int bits) {
		return new Footprint(bits, 0);
	}

	static Footprint writes(int bits) {
		return new Footprint(0, bits);
	}

	Footprint and(Footprint other) {
		return new Footprint(this.reads | other.reads, this.writes | other.writes);
	}

	boolean conflictsWith(Footprint other) {
		return (this.writes & (other.reads | other.writes)) != 0 || (other.writes & this.reads) != 0;
	}

}
