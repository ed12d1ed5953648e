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

package io.github.warmcache.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Result of a script, or the reason why there is none.
 *
 * @param values the elements of the returned array, as bytes, numbers and nulls
 * @param failure why there are none, or {@code null}
 */
public record Reply(List<?> values, @Nullable RedisUnavailableException failure) {

	public static Reply of(@Nullable Object returned) {
		if (returned instanceof List<?> values) {
			return new Reply(values, null);
		}
		return failed(new RedisUnavailableException("Redis did not return the result of the script", null));
	}

	public static Reply failed(Throwable failure) {
		return new Reply(List.of(), RedisUnavailableException.of(failure));
	}

	public void requireSuccess() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	/**
	 * Return one of several results of the same size, or the reason why there is none.
	 * @param number number of the result, from 0
	 * @param size number of elements of each
	 */
	public Reply part(int number, int size) {
		return (this.failure != null) ? this : new Reply(this.values.subList(number * size, (number + 1) * size), null);
	}

	public boolean isNumber(int index) {
		return this.values.get(index) instanceof Long;
	}

	public long number(int index) {
		return (this.values.get(index) instanceof Long number) ? number : 0;
	}

	public String text(int index) {
		byte[] bytes = bytes(index);
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : "";
	}

	public byte @Nullable [] bytes(int index) {
		return (this.values.get(index) instanceof byte[] bytes) ? bytes : null;
	}

}
