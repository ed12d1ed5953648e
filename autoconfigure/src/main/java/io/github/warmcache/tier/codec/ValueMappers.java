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

import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.github.warmcache.tier.shape.LazyParts;
import io.github.warmcache.tier.shape.MakingAnnotations;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.util.Assert;

/**
 * Builder of the JSON mapper of the shared tier. The application's own mapper is not
 * used: its output for browsers may change with a property, while these bytes are read by
 * other pods and releases.
 */
public final class ValueMappers {

	private static final int DEEPEST = 200;

	private static final int LONGEST_NUMBER = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

	private ValueMappers() {
	}

	/**
	 * Return a builder of mappers that keep the state of an object, which is in its
	 * fields, and read back a value equal to the one that was written.
	 */
	public static JsonMapper.Builder builder() {
		return JsonMapper.builder(factory())
			.constructorDetector(ConstructorDetector.USE_PROPERTIES_BASED)
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(Visibility.ANY)
				.withGetterVisibility(Visibility.NONE)
				.withIsGetterVisibility(Visibility.NONE)
				.withSetterVisibility(Visibility.NONE)
				.withCreatorVisibility(Visibility.NON_PRIVATE))
			.annotationIntrospector(new MakingAnnotations())
			.addModule(new SimpleModule("warmcache").setSerializers(new LazyParts.LoadedSerializers())
				.addAbstractTypeMapping(Set.class, LinkedHashSet.class))
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
			.disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
			.disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
	}

	/**
	 * Return a factory of parsers whose stack forged bytes cannot exhaust.
	 */
	private static JsonFactory factory() {
		return JsonFactory.builder()
			.streamReadConstraints(
					// A string is no longer than the value, whose size is limited.
					StreamReadConstraints.builder()
						.maxNestingDepth(DEEPEST)
						.maxNumberLength(LONGEST_NUMBER)
						.maxStringLength(Integer.MAX_VALUE)
						.maxNameLength(Integer.MAX_VALUE)
						.build())
			// Write the shortest digits that give back the number, as newer JDKs do.
			.enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
			.build();
	}

	/**
	 * Reject a mapper whose stack forged bytes could exhaust, or which they could keep
	 * busy.
	 * @throws IllegalArgumentException if its limits are wider than those of
	 * {@link #builder()}
	 */
	public static void requireBounded(JsonMapper mapper) {
		StreamReadConstraints reading = mapper.tokenStreamFactory().streamReadConstraints();
		StreamWriteConstraints writing = mapper.tokenStreamFactory().streamWriteConstraints();
		Assert.isTrue(reading.getMaxNestingDepth() <= DEEPEST && writing.getMaxNestingDepth() <= DEEPEST,
				"The JSON mapper of the shared tier must not nest deeper than " + DEEPEST
						+ " levels: build it with JsonValueCodecFactory.mapperBuilder() and keep its constraints");
		Assert.isTrue(reading.getMaxNumberLength() <= LONGEST_NUMBER,
				"The JSON mapper of the shared tier must not read numbers longer than " + LONGEST_NUMBER
						+ " characters: build it with JsonValueCodecFactory.mapperBuilder() and keep its constraints");
	}

}
