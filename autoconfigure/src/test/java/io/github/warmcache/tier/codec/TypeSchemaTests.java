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

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TypeSchema}.
 */
class TypeSchemaTests {

	private final JsonMapper mapper = JsonValueCodecFactory.mapperBuilder().build();

	@Test
	void theIdsAreThoseOfEarlierReleases() {
		assertThat(id(new TypeReference<City>() {
		})).isEqualTo("6eldjqnv3t");
		assertThat(id(new TypeReference<List<City>>() {
		})).isEqualTo("e2wwm22rt2");
		assertThat(id(new TypeReference<String>() {
		})).isEqualTo("2omt3epsfb");
	}

	@Test
	void aStructureIsDescribed() {
		assertThat(describe(new TypeReference<City>() {
		})).isEqualTo("{color=(BLUE|RED), name=String, population=Long, tags=[String]}");
		assertThat(describe(new TypeReference<Map<UUID, Optional<List<Tree>>>>() {
		})).isEqualTo("<UUID,[{children=#2, name=String}]?>");
	}

	@Test
	void aClassOfTheSameShapeHasTheSameId() {
		assertThat(id(new TypeReference<City>() {
		})).isEqualTo(id(new TypeReference<MovedCity>() {
		}));
	}

	@Test
	void whatAnnotationsShowToBrowsersIsNoPartOfIt() {
		assertThat(id(new TypeReference<AnnotatedCity>() {
		})).isEqualTo(id(new TypeReference<City>() {
		}));
	}

	@Test
	void anotherFormHasAnotherId() {
		JsonMapper dates = JsonValueCodecFactory.mapperBuilder()
			.withConfigOverride(LocalDate.class,
					(override) -> override.setFormat(JsonFormat.Value.forPattern("dd/MM/yyyy")))
			.build();
		JsonMapper otherDates = JsonValueCodecFactory.mapperBuilder()
			.withConfigOverride(LocalDate.class,
					(override) -> override.setFormat(JsonFormat.Value.forPattern("MM/dd/yyyy")))
			.build();
		JsonMapper numbers = JsonValueCodecFactory.mapperBuilder().enable(EnumFeature.WRITE_ENUMS_USING_INDEX).build();
		JsonMapper custom = JsonValueCodecFactory.mapperBuilder()
			.addModule(new SimpleModule().addSerializer(LocalDate.class, new Reversed()))
			.build();
		assertThat(Stream.of(this.mapper, dates, otherDates, numbers, custom)
			.map((mapper) -> TypeSchema.id(mapper, mapper.constructType(Calendar.class)))).doesNotHaveDuplicates();
	}

	@Test
	void aTypeMadeOfOneValueHasTheIdOfWhatTheValueMeans() {
		assertThat(id(new TypeReference<InEuros>() {
		})).isNotEqualTo(id(new TypeReference<InCents>() {
		}));
	}

	@Test
	void everyOtherShapeHasAnotherId() {
		assertThat(Stream.of(new TypeReference<City>() {
		}, new TypeReference<Renamed>() {
		}, new TypeReference<Retyped>() {
		}, new TypeReference<MoreColors>() {
		}, new TypeReference<List<City>>() {
		}, new TypeReference<Map<String, City>>() {
		}, new TypeReference<Map<Integer, City>>() {
		}, new TypeReference<Optional<City>>() {
		}, new TypeReference<List<List<City>>>() {
		}, new TypeReference<Box<String>>() {
		}, new TypeReference<Box<Integer>>() {
		}, new TypeReference<Integer>() {
		}, new TypeReference<Long>() {
		}, new TypeReference<byte[]>() {
		}, new TypeReference<Date>() {
		}, new TypeReference<Shape>() {
		}).map(this::id)).doesNotHaveDuplicates();
	}

	@Test
	void aPrimitiveIsLikeItsBox() {
		assertThat(TypeSchema.id(this.mapper, this.mapper.constructType(int.class)))
			.isEqualTo(TypeSchema.id(this.mapper, this.mapper.constructType(Integer.class)));
	}

	static Stream<TypeReference<?>> supported() {
		return Stream.of(new TypeReference<City>() {
		}, new TypeReference<Bean>() {
		}, new TypeReference<Immutable>() {
		}, new TypeReference<Set<Instant>>() {
		}, new TypeReference<Collection<BigDecimal>>() {
		}, new TypeReference<ArrayList<int[]>>() {
		}, new TypeReference<EnumMap<Color, City>>() {
		}, new TypeReference<Shape>() {
		}, new TypeReference<Wrapped>() {
		}, new TypeReference<City[]>() {
		}, new TypeReference<Tree>() {
		});
	}

	@ParameterizedTest
	@MethodSource("supported")
	void aTypeThatComesBackIsAccepted(TypeReference<?> type) {
		assertThat(id(type)).matches("[a-z2-7]{10}");
	}

	static Stream<TypeReference<?>> unsupported() {
		return Stream.of(new TypeReference<Object>() {
		}, new TypeReference<List<?>>() {
		}, new TypeReference<Map<String, Object>>() {
		}, new TypeReference<Map<City, String>>() {
		}, new TypeReference<Abstract>() {
		}, new TypeReference<List<Abstract>>() {
		}, new TypeReference<ByClass>() {
		}, new TypeReference<HasByClass>() {
		}, new TypeReference<Closed>() {
		}, new TypeReference<Class<?>>() {
		}, new TypeReference<Thread>() {
		}, new TypeReference<InputStream>() {
		}, new TypeReference<Stream<String>>() {
		}, new TypeReference<Supplier<String>>() {
		}, new TypeReference<IllegalStateException>() {
		}, new TypeReference<Failure>() {
		}, new TypeReference<Comparable<String>>() {
		});
	}

	@ParameterizedTest
	@MethodSource("unsupported")
	void aTypeThatWouldNotComeBackIsRejected(TypeReference<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> id(type)).withMessageContaining("type");
	}

	@Test
	void theMessageNamesTheTypeAndWhatToDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> id(new TypeReference<HasAbstract>() {
		}))
			.withMessageContaining(Abstract.class.getName())
			.withMessageContaining("which is 'content' of " + HasAbstract.class.getName())
			.withMessageContaining("it is abstract")
			.withMessageContaining("Declare a concrete class");
	}

	private String id(TypeReference<?> type) {
		return TypeSchema.id(this.mapper, this.mapper.constructType(type));
	}

	private String describe(TypeReference<?> type) {
		return TypeSchema.describe(this.mapper, this.mapper.constructType(type));
	}

	enum Color {

		RED, BLUE

	}

	enum Colors {

		RED, BLUE, GREEN

	}

	record City(String name, long population, List<String> tags, Color color) {
	}

	record MovedCity(Color color, String name, long population, Set<String> tags) {
	}

	record AnnotatedCity(@JsonProperty("title") @JsonSerialize(using = ToStringSerializer.class) String name,
			@JsonFormat(shape = JsonFormat.Shape.STRING) long population, @JsonIgnore List<String> tags, Color color) {
	}

	record Renamed(String title, long population, List<String> tags, Color color) {
	}

	record Retyped(String name, int population, List<String> tags, Color color) {
	}

	record MoreColors(String name, long population, List<String> tags, Colors color) {
	}

	record Calendar(LocalDate date, Color color) {
	}

	static final class Reversed extends ValueSerializer<LocalDate> {

		@Override
		public void serialize(LocalDate value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(new StringBuilder(value.toString()).reverse().toString());
		}

	}

	static final class InEuros {

		private final long amount;

		@JsonCreator
		InEuros(long euros) {
			this.amount = euros * 100;
		}

		@JsonValue
		long euros() {
			return this.amount / 100;
		}

	}

	static final class InCents {

		private final long amount;

		@JsonCreator
		InCents(long cents) {
			this.amount = cents;
		}

		@JsonValue
		long cents() {
			return this.amount;
		}

	}

	record Box<T>(T content) {
	}

	record Tree(String name, List<Tree> children) {
	}

	record HasAbstract(Abstract content) {
	}

	record Wrapped(@JsonValue String text) {
	}

	static class Bean {

		private String name;

		@JsonIgnore
		private String secret;

		private transient String cached;

		String getUpperCaseName() {
			return this.name.toUpperCase(java.util.Locale.ROOT) + this.secret + this.cached;
		}

	}

	static class Immutable {

		private final String name;

		private final int size;

		Immutable(String name, int size) {
			this.name = name;
			this.size = size;
		}

		String name() {
			return this.name + this.size;
		}

	}

	static final class Closed {

		private final String name;

		private Closed(Thread name) {
			this.name = name.getName();
		}

		static Closed create() {
			return new Closed(Thread.currentThread());
		}

		String name() {
			return this.name;
		}

	}

	abstract static class Abstract {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	static class ByClass {

	}

	record HasByClass(@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS) City city) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	static class Failure extends Exception {

		private static final long serialVersionUID = 1L;

	}

}
