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

package io.github.warmcache.tier.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.warmcache.tier.shape.LazyParts;
import io.github.warmcache.tier.shape.PlainTypes;
import io.github.warmcache.tier.shape.UnequalPartException;
import io.github.warmcache.tier.shape.ValueGuard;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Conversion of the values of a declared type into JSON and back.
 */
final class JsonValues {

	private final JavaType type;

	private final boolean exact;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final int longest;

	private final int most;

	private final ValueGuard guard;

	/**
	 * Create the conversion for one type.
	 * @param longest maximum size of a value, including everything before its JSON
	 * @param most maximum size of the JSON
	 * @param guard decides which values may be written
	 */
	JsonValues(JsonMapper mapper, JavaType type, int longest, int most, ValueGuard guard) {
		this.type = type;
		this.exact = !type.isContainerType() && !type.isReferenceType() && !type.isEnumType()
				&& !PlainTypes.contains(type.getRawClass()) && !type.isPrimitive() && !type.isAbstract()
				&& !MergedAnnotations.from(type.getRawClass(), SearchStrategy.TYPE_HIERARCHY)
					.isPresent(JsonTypeInfo.class);
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
		this.longest = longest;
		this.most = most;
		this.guard = guard;
	}

	/**
	 * Append the JSON of a value.
	 * @param start the bytes before it
	 * @param given the value
	 * @return both
	 * @throws UnwritableValueException if the value must not be shared, is too large or
	 * cannot be written as JSON
	 */
	byte[] append(byte[] start, Object given) throws UnwritableValueException {
		String rejection = this.guard.rejection();
		if (rejection != null) {
			throw new UnwritableValueException(rejection);
		}
		try {
			boolean sample = this.guard.inspect(given);
			Object value = given;
			if (given.getClass() != this.type.getRawClass()) {
				Object loaded = LazyParts.loaded(given);
				value = (loaded != null) ? loaded : given;
				requireDeclared(value);
			}
			byte[] bytes = bytes(start, value);
			if (sample) {
				readBack(value, bytes, start.length);
			}
			return bytes;
		}
		catch (UnequalPartException ex) {
			throw new UnwritableValueException(given.getClass().getName() + ": " + ex.getMessage());
		}
		catch (RuntimeException | StackOverflowError ex) {
			// Another thread may change a collection meanwhile, or an equals method of
			// the application may fail.
			throw new UnwritableValueException(reason(given, ex));
		}
	}

	private byte[] bytes(byte[] start, Object value) throws UnwritableValueException {
		BoundedOutput output = new BoundedOutput(start, this.most);
		try {
			this.writer.writeValue(output, value);
			return output.toByteArray();
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnwritableValueException(reason(value, ex));
		}
	}

	private void readBack(Object value, byte[] bytes, int offset)
			throws UnequalPartException, UnwritableValueException {
		Object read;
		try {
			read = this.reader.readValue(bytes, offset, bytes.length - offset);
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			String reason = reason(value, ex) + " when it was read back";
			this.guard.unreadable(reason);
			throw new UnwritableValueException(reason);
		}
		this.guard.compare(value, read);
	}

	/**
	 * Require a value of the declared class. JSON of that class lacks what a subclass
	 * adds; in the proxy of an entity even the fields are empty.
	 */
	private void requireDeclared(Object value) throws UnwritableValueException {
		Class<?> raw = this.type.getRawClass();
		if (this.exact ? value.getClass() != raw : !raw.isInstance(value)) {
			throw new UnwritableValueException(
					value.getClass().getName() + " is not the declared type " + raw.getName());
		}
	}

	private String reason(Object value, Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof BoundedOutput.LimitException) {
				return "a " + value.getClass().getName() + " is larger than " + this.longest + " bytes";
			}
		}
		// The message of a JSON exception may quote the value.
		String path = (ex instanceof JacksonException json) ? path(json) : "";
		return value.getClass().getName() + (path.isEmpty() ? "" : ": '" + path + "'") + " caused a "
				+ ex.getClass().getName();
	}

	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference step : ex.getPath()) {
			boolean property = step.getPropertyName() != null && !(step.from() instanceof Map)
					&& step.from() != Map.class;
			// The key of a map must not be logged.
			path.append(property ? (path.isEmpty() ? "" : ".") + step.getPropertyName() : "[]");
		}
		return path.toString();
	}

	/**
	 * Read a value.
	 * @return the value, or {@code null} if the bytes are not that of one
	 */
	@Nullable Object read(byte[] bytes, int offset, int length) {
		try {
			return this.reader.readValue(bytes, offset, length);
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			// A constructor of the application may throw anything if it did not write the
			// bytes, and may allocate an array as large as they say.
			return null;
		}
	}

	/**
	 * Read values whose JSON follows one another, with one byte of white space after
	 * each. One parser for all of them takes two thirds of the time that one for each
	 * would.
	 * @return the values, or {@code null} if they must be read one by one, because not
	 * all of them can be read
	 */
	@Nullable List<@Nullable Object> readSequence(byte[] bytes, int offset, int[] lengths) {
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

}
