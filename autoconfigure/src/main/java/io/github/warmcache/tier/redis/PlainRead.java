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

package io.github.warmcache.tier.redis;

/**
 * Look at one value and at what makes it readable, by plain commands in one round trip. A
 * script costs Redis ten times as much, and is needed only to change something.
 * <p>
 * The reply has the cache's epoch and the count of changes on the stripe, the schemas
 * that values may be found under, the remaining time in milliseconds as {@code PTTL} has
 * it, and the first bytes of the value, one more than the longest value has. The commands
 * run in this order and others may come between them: a value of the epoch was readable
 * at some time of this read, and lives as long as is said or longer.
 *
 * @param name where the value is
 * @param meta where the stripe's counts are
 * @param epochField the field of the epoch
 * @param schemasField the field of the schemas
 * @param longest the longest value in bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record PlainRead(byte[] name, byte[] meta, byte[] epochField, byte[] schemasField, int longest) {

	static final int EPOCH = 0;

	static final int SEQUENCE = 1;

	static final int SCHEMAS = 2;

	static final int REMAINING = 3;

	static final int STORED = 4;

}
