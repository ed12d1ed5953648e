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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What one call did and saw. Times are those of {@link System#nanoTime()}, which all
 * processes of a Linux machine share.
 *
 * @param kind what was called, and how it ended
 * @param cache the number of the cache
 * @param key the key
 * @param version the version read or written, -1 if the call failed
 * @param stamp what the row said beside its version
 * @param start when the call began
 * @param end when it returned
 * @param tier the ordinal of the tier that served a read
 */
public record Call(Kind kind, int cache, int key, long version, long stamp, long start, long end, int tier) {

	void writeTo(DataOutputStream out) throws IOException {
		out.writeByte(this.kind.ordinal());
		out.writeByte(this.cache);
		out.writeInt(this.key);
		out.writeLong(this.version);
		out.writeLong(this.stamp);
		out.writeLong(this.start);
		out.writeLong(this.end);
		out.writeByte(this.tier);
	}

	/**
	 * Reads what follows the first byte.
	 * @param kind the first byte
	 * @param in where the rest is
	 * @return the call
	 * @throws IOException if the stream ends
	 */
	public static Call readFrom(int kind, DataInputStream in) throws IOException {
		return new Call(Kind.values()[kind], in.readByte(), in.readInt(), in.readLong(), in.readLong(), in.readLong(),
				in.readLong(), in.readByte());
	}

	/**
	 * Return how long the call took.
	 * @return the time in nanoseconds
	 */
	public long nanos() {
		return this.end - this.start;
	}

	/**
	 * What was called, and how it ended.
	 */
	public enum Kind {

		/** A read. */
		READ,

		/** A read that threw. */
		FAILED_READ,

		/** A change that was committed. */
		WRITE,

		/** A change that was rolled back. */
		ROLLBACK,

		/** A change that threw, and may have been committed. */
		FAILED_WRITE

	}

}
