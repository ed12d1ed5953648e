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

package io.github.warmcache.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Header of a snapshot file.
 *
 * @param application the application that the cache belongs to
 * @param cache the name of the cache
 * @param schema the id of the structure of the values
 * @param writtenAt the time at which the write began, in milliseconds since 1970
 * @param held the approximate number of entries that the cache held at that time
 * @param full the number of entries that made the cache full when it was last filled, 0
 * if unknown
 * @param positions the position up to which the changes of each stripe had been applied,
 * {@code null} for a stripe if unknown; empty if the cache shares no values
 */
record SnapshotHeader(String application, String cache, String schema, long writtenAt, long held, long full,
		List<@Nullable String> positions) {

	private static final int MOST_POSITIONS = 1024;

	byte[] toBytes() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream output = new DataOutputStream(bytes);
		output.writeUTF(this.application);
		output.writeUTF(this.cache);
		output.writeUTF(this.schema);
		output.writeLong(this.writtenAt);
		output.writeLong(this.held);
		output.writeLong(this.full);
		output.writeInt(this.positions.size());
		for (String position : this.positions) {
			output.writeBoolean(position != null);
			if (position != null) {
				output.writeUTF(position);
			}
		}
		return bytes.toByteArray();
	}

	static SnapshotHeader parse(byte[] bytes) throws IOException {
		DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
		String application = input.readUTF();
		String cache = input.readUTF();
		String schema = input.readUTF();
		long writtenAt = input.readLong();
		long held = input.readLong();
		long full = input.readLong();
		int count = input.readInt();
		if (held < 0 || full < 0 || count < 0 || count > MOST_POSITIONS) {
			throw new InvalidSnapshotException("its header is corrupt");
		}
		List<@Nullable String> positions = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			positions.add(input.readBoolean() ? input.readUTF() : null);
		}
		return new SnapshotHeader(application, cache, schema, writtenAt, held, full, positions);
	}

}
