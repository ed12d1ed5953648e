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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Turns the values of one cache into bytes and back.
 * <p>
 * What is stored is <code>v1:epoch:expiry</code>, the version, a letter and the JSON of
 * the declared type: the expiry is 13 digits of milliseconds since 1970, the version 16
 * hexadecimal digits that compare as text, all zero if there is none, the letter
 * {@code j}, or {@code n} and no JSON for a known absence. What stands before the expiry
 * is the header, the rest the payload. Scripts write the header, since only they know the
 * epoch, but for a fill of many values, which was told it before.
 */
final class ValueCodec {

	/**
	 * In place of a header that a script writes.
	 */
	static final byte[] NO_HEADER = {};

	/**
	 * Keeps the expiry within its digits.
	 */
	static final Duration LONGEST_TIME = Duration.ofDays(36_500);

	/**
	 * Longest header: what two colons and an epoch take.
	 */
	private static final int HEADER_LIMIT = 64;

	private final JavaType type;

	private final boolean exact;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final int longest;

	ValueCodec(JsonMapper mapper, JavaType type, int longest) {
		this.type = type;
		this.exact = !type.isContainerType() && !type.isReferenceType() && !type.isEnumType()
				&& !PlainTypes.contains(type.getRawClass()) && !type.isPrimitive() && !type.isAbstract()
				&& !MergedAnnotations.from(type.getRawClass(), SearchStrategy.TYPE_HIERARCHY)
					.isPresent(JsonTypeInfo.class);
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
		this.longest = longest;
	}

	/**
	 * Return the longest stored value.
	 */
	int longest() {
		return this.longest;
	}

	/**
	 * Return the payload of a value.
	 * @param header what stands before it
	 * @param value the value, or {@code null} for a known absence
	 * @param version the version of the value
	 * @param now the time, in milliseconds since 1970
	 * @param timeToLive how long the value lives
	 * @throws UnwritableValueException if it is not of the declared type, too large or
	 * not to be had as JSON
	 */
	Payload write(byte[] header, @Nullable Object value, long version, long now, Duration timeToLive)
			throws UnwritableValueException {
		long millis = (timeToLive.compareTo(LONGEST_TIME) < 0) ? Math.max(1, timeToLive.toMillis())
				: LONGEST_TIME.toMillis();
		byte[] bytes = PayloadStart.after(header, now + millis, version, (value != null) ? 'j' : 'n');
		if (value != null) {
			bytes = append(bytes, value);
		}
		return new Payload(bytes, millis, PayloadStart.text(version));
	}

	/**
	 * Return what stands for a value that cannot be stored, so that its version can be
	 * compared all the same.
	 */
	static Payload withoutValue(long version, long now) {
		return new Payload(PayloadStart.after(NO_HEADER, now, version, 'x'), 1, PayloadStart.text(version));
	}

	private byte[] append(byte[] start, Object value) throws UnwritableValueException {
		requireDeclared(value);
		BoundedOutput output = new BoundedOutput(start, this.longest - HEADER_LIMIT - PayloadStart.LENGTH);
		try {
			this.writer.writeValue(output, value);
			return output.toByteArray();
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnwritableValueException(reason(ex));
		}
	}

	/**
	 * JSON of a declared class has none of what a subclass adds, such as the proxy of an
	 * entity whose own fields are empty.
	 */
	private void requireDeclared(Object value) throws UnwritableValueException {
		Class<?> raw = this.type.getRawClass();
		if (this.exact ? value.getClass() != raw : !raw.isInstance(value)) {
			throw new UnwritableValueException(
					value.getClass().getName() + " is not the declared type " + raw.getName());
		}
	}

	private String reason(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof BoundedOutput.LimitException) {
				return "it is larger than " + this.longest + " bytes";
			}
		}
		// The message of a JSON exception may quote the value.
		return ex.getClass().getName();
	}

	/**
	 * Return the JSON of a value alone.
	 * @param value the value
	 * @return its JSON
	 * @throws UnwritableValueException if it is not of the declared type, too large or
	 * not to be had as JSON
	 */
	byte[] writeJson(Object value) throws UnwritableValueException {
		return append(NO_HEADER, value);
	}

	/**
	 * Return the value of JSON alone, or {@code null} if it is of none.
	 */
	@Nullable Object readJson(byte[] json) {
		StoredValue read = (json.length <= this.longest) ? readJson(json, 0, 0) : null;
		return (read != null) ? read.value() : null;
	}

	/**
	 * Return values whose JSON follows each other, with one byte of white space after
	 * each. One parser for all of them takes two thirds of the time that one for each
	 * would.
	 * @return the values, or {@code null} if they are to be read one by one, because not
	 * all of them can be read
	 */
	@Nullable List<@Nullable Object> readJsonSequence(byte[] bytes, int offset, int[] lengths) {
		int size = lengths.length;
		for (int length : lengths) {
			if (length > this.longest) {
				return null;
			}
			size += length;
		}
		List<@Nullable Object> values = new ArrayList<>(lengths.length);
		try (MappingIterator<Object> sequence = this.reader.readValues(bytes, offset, size)) {
			while (sequence.hasNextValue()) {
				values.add(sequence.nextValue());
			}
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			return null;
		}
		return (values.size() == lengths.length) ? values : null;
	}

	/**
	 * Return whether a value can be read from its payload.
	 * @param payload the payload
	 * @param offset how much stands before it
	 */
	boolean isReadable(byte[] payload, int offset) {
		byte[] header = "v1::".getBytes(StandardCharsets.US_ASCII);
		byte[] stored = Arrays.copyOf(header, header.length + payload.length - offset);
		System.arraycopy(payload, offset, stored, header.length, payload.length - offset);
		return read(stored) != null;
	}

	/**
	 * Read what is stored.
	 * @param stored the bytes with their header
	 * @return the value, or {@code null} if the bytes are not of one
	 */
	@Nullable StoredValue read(byte[] stored) {
		int expiry = startOfExpiry(stored);
		int version = expiry + PayloadStart.EXPIRY_LENGTH;
		int body = expiry + PayloadStart.LENGTH;
		if (expiry < 0 || body > stored.length || stored.length > this.longest) {
			return null;
		}
		long expiresAt = 0;
		for (int i = expiry; i < version; i++) {
			int digit = stored[i] - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			expiresAt = expiresAt * 10 + digit;
		}
		for (int i = version; i < body - 1; i++) {
			if (PayloadStart.HEX_DIGITS.indexOf(stored[i]) < 0) {
				return null;
			}
		}
		return switch (stored[body - 1]) {
			case 'n' -> (body == stored.length) ? new StoredValue(null, expiresAt) : null;
			case 'j' -> readJson(stored, body, expiresAt);
			default -> null;
		};
	}

	private @Nullable StoredValue readJson(byte[] stored, int body, long expiresAt) {
		try {
			Object value = this.reader.readValue(stored, body, stored.length - body);
			return (value != null) ? new StoredValue(value, expiresAt) : null;
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			// A constructor of the application may throw anything at bytes that it did
			// not write, and may ask for an array as large as they say.
			return null;
		}
	}

	private static int startOfExpiry(byte[] stored) {
		if (stored.length < 3 || stored[0] != 'v' || stored[1] != '1' || stored[2] != ':') {
			return -1;
		}
		for (int i = 3; i < Math.min(stored.length, HEADER_LIMIT); i++) {
			if (stored[i] == ':') {
				return i + 1;
			}
		}
		return -1;
	}

	/**
	 * What is to be stored of a value. The bytes are not to be changed.
	 *
	 * @param bytes the payload, after the header that was given for it
	 * @param timeToLive in milliseconds
	 * @param version the version of the value, as text, or an empty string
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Payload(byte[] bytes, long timeToLive, String version) {

		boolean isVersioned() {
			return !this.version.isEmpty();
		}
	}

	/**
	 * A value and its end.
	 *
	 * @param value the value, or {@code null} for a known absence
	 * @param expiresAt in milliseconds since 1970
	 */
	record StoredValue(@Nullable Object value, long expiresAt) {
	}

}
