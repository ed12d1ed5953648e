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

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
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
 * Codec that writes values of a declared type as JSON.
 */
final class JsonValueCodec implements ValueCodec {

	private final JavaType type;

	private final boolean exact;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final String schema;

	private final ValueGuard guard;

	/**
	 * Create the codec of one type.
	 * @param guard decides which values may be written
	 */
	JsonValueCodec(JsonMapper mapper, JavaType type, ValueGuard guard) {
		this.type = type;
		this.exact = !type.isContainerType() && !type.isReferenceType() && !type.isEnumType()
				&& !PlainTypes.contains(type.getRawClass()) && !type.isPrimitive() && !type.isAbstract()
				&& !MergedAnnotations.from(type.getRawClass(), SearchStrategy.TYPE_HIERARCHY)
					.isPresent(JsonTypeInfo.class);
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
		this.schema = TypeSchema.id(mapper, type);
		this.guard = guard;
	}

	@Override
	public String schema() {
		return this.schema;
	}

	@Override
	public @Nullable String rejection() {
		return this.guard.rejection();
	}

	@Override
	public long unequalValues() {
		return this.guard.unequal();
	}

	@Override
	public void write(Object given, OutputStream output) throws IOException, UnwritableValueException {
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
			if (sample) {
				Recorder recorder = new Recorder(output);
				writeJson(value, recorder);
				readBack(value, recorder.recorded());
			}
			else {
				writeJson(value, output);
			}
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

	private void writeJson(Object value, OutputStream output) throws IOException, UnwritableValueException {
		try {
			this.writer.writeValue(output, value);
		}
		catch (RuntimeException | StackOverflowError ex) {
			for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
				if (cause instanceof IOException failure) {
					throw failure;
				}
			}
			throw new UnwritableValueException(reason(value, ex));
		}
	}

	private void readBack(Object value, byte[] bytes) throws UnequalPartException, UnwritableValueException {
		Object read;
		try {
			read = this.reader.readValue(bytes);
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

	private static String reason(Object value, Throwable ex) {
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

	@Override
	public @Nullable Object read(byte[] bytes, int offset, int length) {
		try {
			return this.reader.readValue(bytes, offset, length);
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError ex) {
			// A constructor of the application may throw anything if it did not write the
			// bytes, and may allocate an array as large as they say.
			return null;
		}
	}

	@Override
	public List<@Nullable Object> readAll(byte[] bytes, int offset, int[] lengths) {
		List<@Nullable Object> values = readSequence(bytes, offset, lengths);
		return (values != null) ? values : ValueCodec.super.readAll(bytes, offset, lengths);
	}

	/**
	 * Read values whose JSON follows one another, with one byte of white space after
	 * each. One parser for all of them takes two thirds of the time that one for each
	 * would.
	 * @return the values, or {@code null} if they must be read one by one, because not
	 * all of them can be read
	 */
	private @Nullable List<@Nullable Object> readSequence(byte[] bytes, int offset, int[] lengths) {
		int size = lengths.length + Arrays.stream(lengths).sum();
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
	 * Output that also records what is written, for a value that is read back.
	 */
	private static final class Recorder extends FilterOutputStream {

		private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

		Recorder(OutputStream output) {
			super(output);
		}

		@Override
		public void write(int b) throws IOException {
			this.out.write(b);
			this.recorded.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
			this.recorded.write(bytes, offset, length);
		}

		byte[] recorded() {
			return this.recorded.toByteArray();
		}

	}

}
