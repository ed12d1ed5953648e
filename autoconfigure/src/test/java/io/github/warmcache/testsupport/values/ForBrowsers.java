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

package io.github.warmcache.testsupport.values;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIdentityReference;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonMerge;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonRootName;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.warmcache.testsupport.values.ValueCase.Cases;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonAppend;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.util.StdConverter;

/**
 * Types with annotations that were written for browsers.
 */
@SuppressWarnings({ "unused", "JavaUtilDate" })
final class ForBrowsers {

	private ForBrowsers() {
	}

	static List<ValueCase> cases() {
		Cases cases = new Cases("browsers:");
		omissions(cases);
		forms(cases);
		names(cases);
		others(cases);
		return cases.list();
	}

	private static void omissions(Cases cases) {
		Plain inner = new Plain("a", 1);
		cases.equal("@JsonIgnore on a component", new IgnoredComponent("a", "secret"))
			.equal("@JsonIgnore on a field", new IgnoredField("a", "secret"))
			.equal("@JsonIgnore on a getter", new IgnoredGetter("a", "secret"))
			.equal("@JsonIgnore on a setter", new IgnoredSetter("a", "secret"))
			.equal("@JsonIgnore on a nested component", new Holder<>(new IgnoredComponent("a", "secret")).items())
			.equal("@JsonProperty(WRITE_ONLY) on a component", new WriteOnly("a", "secret"))
			.equal("@JsonProperty(WRITE_ONLY) on a field", new WriteOnlyField("a", "secret"))
			.equal("@JsonProperty(READ_ONLY) on a component", new ReadOnly("a", "derived"))
			.equal("@JsonProperty(READ_ONLY) on a field", new ReadOnlyField("a", "derived"))
			.equal("@JsonProperty(READ_WRITE)", new ReadWrite("a", "b"))
			.equal("@JsonIgnoreProperties on the class", new IgnoredProperties("a", "secret"))
			.equal("@JsonIgnoreProperties(allowGetters)", new AllowGetters("a", "secret"))
			.equal("@JsonIgnoreProperties(allowSetters)", new AllowSetters("a", "secret"))
			.equal("@JsonIgnoreProperties on a component", new IgnoredBelow(inner))
			.equal("@JsonIgnoreProperties(ignoreUnknown)", new UnknownIgnored("a"))
			.equal("@JsonIncludeProperties on the class", new IncludedProperties("a", "b"))
			.equal("@JsonIncludeProperties on a component", new IncludedBelow(inner))
			.equal("@JsonIgnoreType", new HasIgnoredType("a", new IgnoredType("b")))
			.equal("@JsonIgnoreType as elements", new HasIgnoredTypes(List.of(new IgnoredType("b"))))
			.equal("@JsonView on a component", new Viewed("a", "b"))
			.equal("@JsonFilter", new Filtered("a", "b"))
			.equal("@JsonInclude(NON_EMPTY) with [] and \"\"", new NonEmpty(List.of(), "", Map.of()))
			.equal("@JsonInclude(NON_NULL)", new NonNull(null, "a"))
			.equal("@JsonInclude(NON_DEFAULT)", new NonDefault(0, false, ""))
			.equal("@JsonInclude(NON_DEFAULT) on a class with defaults", NonDefaultBean.of(0, null))
			.equal("@JsonInclude(NON_ABSENT)", new NonAbsent(Optional.empty(), Optional.of("a")))
			.equal("@JsonInclude(content = NON_NULL)", new NonNullContent(nulls()))
			.equal("@JsonInclude(CUSTOM)", new CustomInclusion("a"))
			.equal("@JsonAutoDetect(NONE)", NotDetected.of("a", 7))
			.equal("@JsonAutoDetect with getters", DetectedGetters.of("a"));
		BackParent parent = new BackParent();
		parent.name = "parent";
		BackChild child = new BackChild();
		child.name = "child";
		child.parent = parent;
		cases.equal("@JsonBackReference, of the child", child);
		BackParent full = new BackParent();
		full.name = "parent";
		BackChild its = new BackChild();
		its.name = "child";
		its.parent = full;
		full.children.add(its);
		cases.either("@JsonManagedReference, of the parent", full);
	}

	private static List<String> list(String... texts) {
		return new ArrayList<>(List.of(texts));
	}

	private static Map<String, String> nulls() {
		Map<String, String> map = new LinkedHashMap<>();
		map.put("a", null);
		map.put("b", "c");
		return map;
	}

	private static void forms(Cases cases) {
		cases.equal("@JsonFormat that cuts seconds", new CutSeconds(LocalDateTime.of(2026, 3, 4, 5, 6, 7)))
			.equal("@JsonFormat with two digits of the year", new TwoDigitYear(LocalDate.of(1925, 3, 4)))
			.equal("@JsonFormat dd/MM", new DayFirst(LocalDate.of(2026, 3, 4)))
			.equal("@JsonFormat of a time", new HoursOnly(LocalTime.of(5, 6, 7)))
			.equal("@JsonFormat of an instant", new DayOfInstant(Instant.parse("2026-03-04T05:06:07.123456789Z")))
			.equal("@JsonFormat of a Date", new DateOnly(new Date(1_700_000_000_123L)))
			.equal("@JsonFormat(timezone)", new InRome(new Date(1_700_000_000_123L)))
			.equal("@JsonFormat(shape = NUMBER) of an instant", new InstantAsNumber(Instant.ofEpochSecond(1, 5)))
			.equal("@JsonFormat(shape = NUMBER) of a duration", new DurationAsNumber(Duration.ofNanos(1_000_001)))
			.equal("@JsonFormat of an offset time", new OffsetCut(OffsetDateTime.parse("2026-03-04T05:06:07+05:30")))
			.equal("@JsonFormat of a zoned time",
					new ZonedCut(ZonedDateTime.parse("2026-03-04T05:06:07+01:00[Europe/Rome]")))
			.equal("@JsonFormat of a month", new MonthOnly(YearMonth.of(2026, 3)))
			.equal("@JsonFormat(shape = STRING) of a number", new NumberAsString(new BigDecimal("1.00"), 7))
			.equal("@JsonFormat(shape = ARRAY)", new AsArray("a", "b"))
			.equal("@JsonFormat(shape = NUMBER) of an enum", new EnumAsNumber(Level.HIGH))
			.equal("@JsonFormat(shape = OBJECT) of an enum", new HasEnumAsObject(EnumAsObject.ONE))
			.equal("@JsonFormat(WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)", new SingleUnwrapped(List.of("a")))
			.equal("@JsonProperty on constants", new HasTexts(Texts.LOW, List.of(Texts.HIGH)))
			.equal("@JsonValue on an enum", new HasValueEnum(ValueEnum.B))
			.equal("@JsonCreator of an enum", new HasCreatorEnum(CreatorEnum.B))
			.equal("an enum as keys with texts", new HasTextKeys(new LinkedHashMap<>(Map.of(Texts.LOW, 1))))
			.equal("@JsonEnumDefaultValue", new HasDefaultEnum(DefaultEnum.KNOWN))
			.equal("@JsonSerialize(using) that masks", new Masked("a", "secret"))
			.equal("@JsonSerialize(using) of the class", new MaskedClass("secret"))
			.equal("@JsonSerialize(as)", new HasView(new FullView("a", "secret")))
			.equal("@JsonSerialize(as) of the class", new FullClass("a", "secret"))
			.equal("@JsonSerialize(converter)", new Converted("mixed Case"))
			.equal("@JsonSerialize(converter) of the class", new ConvertedClass("mixed Case"))
			.equal("@JsonSerialize(contentUsing)", new MaskedContents(List.of("secret"), Map.of("a", "secret")))
			.equal("@JsonSerialize(contentConverter)", new ConvertedContents(List.of("Mixed")))
			.equal("@JsonSerialize(keyUsing)", new MaskedKeys(Map.of("secret", 1)))
			.equal("@JsonSerialize(nullsUsing)", new MaskedNull(null))
			.equal("@JsonSerialize(using = ToStringSerializer)", new IdAsText(7L))
			.equal("@JsonDeserialize(using)", new ReadUpperCase("a"))
			.equal("@JsonDeserialize(converter)", new ReadConverted("Mixed"))
			.equal("@JsonDeserialize(contentUsing)", new ReadContents(List.of("a")))
			.equal("both sides using", new BothUsing("a"))
			.equal("euros by a converter", new Euros(1234))
			.equal("@JsonRawValue", new Raw("{\"a\":1}"))
			.equal("@JsonRawValue that is no JSON", new Raw("no json"))
			.equal("@JsonSetter(nulls = AS_EMPTY)", new NullsAsEmpty(null, null))
			.equal("@JsonSetter(nulls = SKIP)", NullsSkipped.of(null))
			.equal("@JsonSetter(contentNulls = SKIP)", new ContentNulls(nulls()))
			.equal("@JsonUnwrapped of null", new Unwrapped("a", null))
			.equal("@JsonUnwrapped", new Unwrapped("a", new Plain("b", 2)))
			.equal("@JsonUnwrapped(prefix)", new UnwrappedPrefix(new Plain("b", 2), new Plain("c", 3)));
	}

	private static void names(Cases cases) {
		cases.equal("@JsonProperty of another name", new Renamed("a", 7))
			.equal("@JsonProperty of swapped names", new Swapped("a", "b"))
			.equal("@JsonProperty(\"\") on a field", EmptyName.of("a"))
			.equal("@JsonProperty on a getter that masks", new MaskingGetter("a", "secret"))
			.equal("@JsonGetter that derives", new DerivingGetter("a"))
			.equal("@JsonProperty on an accessor that masks", new MaskingAccessor("secret"))
			.equal("@JsonProperty on a setter that changes", ChangingSetter.of("a"))
			.equal("@JsonSetter that changes", ChangingJsonSetter.of("a"))
			.equal("@JsonProperty on a derived getter", new ExtraGetter("a"))
			.equal("@JsonNaming", new SnakeCase("a", 7))
			.equal("@JsonAlias", new Aliased("a"))
			.equal("@JsonPropertyOrder", new Ordered("a", "b"))
			.equal("@JsonRootName", new Rooted("a"))
			.equal("@JsonProperty(index, required, defaultValue)", new Indexed("a", 0))
			.equal("@JsonPropertyDescription", new Described("a"))
			.equal("a field named by its getter", new NamedByGetter("EUR"))
			.equal("a constructor named by fields", new NamedByFields("EUR", 7));
	}

	private static void others(Cases cases) {
		cases.equal("@JsonAppend", new Appended("a"))
			.equal("@JsonAnyGetter", Extras.of("a", "b"))
			.equal("@JsonAnySetter on a field", ExtrasField.of("a", "b"))
			.equal("@JsonAnySetter on a component", new ExtrasComponent("a", new LinkedHashMap<>(Map.of("b", "c"))))
			.equal("@JacksonInject", new Injected("a", "b"))
			.equal("@JacksonInject on a field", InjectedField.of("a", "b"))
			.equal("@JsonMerge", Merged.of(list("b")))
			.equal("@JsonKey", new HasKey("a", 7))
			.equal("@JsonValue without a way back", new Pin("1234"))
			.equal("@JsonValue of a component", new Wrapped("a"))
			.equal("@JsonValue and @JsonCreator", new HasCode(Code.parse("a-7")))
			.equal("@JsonIdentityInfo", twins())
			.equal("@JsonIdentityReference(alwaysAsId)", new Referring(new Identified("a", 7)))
			.equal("@JsonManagedReference of nobody", new BackParent());
	}

	private static Twins twins() {
		Identified one = new Identified("a", 7);
		return new Twins(one, List.of(one, new Identified("b", 8)));
	}

	record Twins(Identified first, List<Identified> all) {
	}

	record Plain(String name, int count) {
	}

	record Holder<T>(T content) {

		IgnoredHolder items() {
			return new IgnoredHolder(List.of((IgnoredComponent) this.content));
		}

	}

	record IgnoredHolder(List<IgnoredComponent> items) {
	}

	record IgnoredComponent(String name, @JsonIgnore String secret) {
	}

	static class IgnoredField {

		private String name;

		@JsonIgnore
		private String secret;

		IgnoredField() {
		}

		IgnoredField(String name, String secret) {
			this.name = name;
			this.secret = secret;
		}

	}

	static class IgnoredGetter {

		private String name;

		private String secret;

		IgnoredGetter() {
		}

		IgnoredGetter(String name, String secret) {
			this.name = name;
			this.secret = secret;
		}

		@JsonIgnore
		public String getSecret() {
			return this.secret;
		}

	}

	static class IgnoredSetter {

		private String name;

		private String secret;

		IgnoredSetter() {
		}

		IgnoredSetter(String name, String secret) {
			this.name = name;
			this.secret = secret;
		}

		@JsonIgnore
		public void setSecret(String secret) {
			this.secret = secret;
		}

	}

	record WriteOnly(String name, @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String secret) {
	}

	static class WriteOnlyField {

		private String name;

		@JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
		private String secret;

		WriteOnlyField() {
		}

		WriteOnlyField(String name, String secret) {
			this.name = name;
			this.secret = secret;
		}

	}

	record ReadOnly(String name, @JsonProperty(access = JsonProperty.Access.READ_ONLY) String derived) {
	}

	static class ReadOnlyField {

		private String name;

		@JsonProperty(access = JsonProperty.Access.READ_ONLY)
		private String derived;

		ReadOnlyField() {
		}

		ReadOnlyField(String name, String derived) {
			this.name = name;
			this.derived = derived;
		}

	}

	record ReadWrite(String name, @JsonProperty(access = JsonProperty.Access.READ_WRITE) String other) {
	}

	@JsonIgnoreProperties("secret")
	record IgnoredProperties(String name, String secret) {
	}

	@JsonIgnoreProperties(value = "secret", allowGetters = true)
	record AllowGetters(String name, String secret) {
	}

	@JsonIgnoreProperties(value = "secret", allowSetters = true)
	record AllowSetters(String name, String secret) {
	}

	record IgnoredBelow(@JsonIgnoreProperties("count") Plain inner) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record UnknownIgnored(String name) {
	}

	@JsonIncludeProperties("name")
	record IncludedProperties(String name, String other) {
	}

	record IncludedBelow(@JsonIncludeProperties("name") Plain inner) {
	}

	@JsonIgnoreType
	record IgnoredType(String name) {
	}

	record HasIgnoredType(String name, IgnoredType ignored) {
	}

	record HasIgnoredTypes(List<IgnoredType> ignored) {
	}

	interface Public {

	}

	interface Internal {

	}

	record Viewed(@JsonView(Public.class) String name, @JsonView(Internal.class) String internal) {
	}

	@JsonFilter("none")
	record Filtered(String name, String other) {
	}

	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record NonEmpty(List<String> items, String text, Map<String, String> map) {
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record NonNull(String nothing, String something) {
	}

	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	record NonDefault(int number, boolean flag, String text) {
	}

	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	static class NonDefaultBean {

		private int number = 7;

		private String text = "default";

		static NonDefaultBean of(int number, String text) {
			NonDefaultBean bean = new NonDefaultBean();
			bean.number = number;
			bean.text = text;
			return bean;
		}

	}

	@JsonInclude(JsonInclude.Include.NON_ABSENT)
	record NonAbsent(Optional<String> none, Optional<String> some) {
	}

	record NonNullContent(@JsonInclude(content = JsonInclude.Include.NON_NULL) Map<String, String> map) {
	}

	static class EqualToA {

		@Override
		public boolean equals(Object other) {
			return "a".equals(other);
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	record CustomInclusion(@JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = EqualToA.class) String name) {
	}

	@JsonAutoDetect(fieldVisibility = Visibility.NONE, getterVisibility = Visibility.NONE,
			isGetterVisibility = Visibility.NONE, setterVisibility = Visibility.NONE)
	static class NotDetected {

		private String name;

		private int number;

		static NotDetected of(String name, int number) {
			NotDetected bean = new NotDetected();
			bean.name = name;
			bean.number = number;
			return bean;
		}

	}

	@JsonAutoDetect(fieldVisibility = Visibility.NONE, getterVisibility = Visibility.ANY)
	static class DetectedGetters {

		private String name;

		static DetectedGetters of(String name) {
			DetectedGetters bean = new DetectedGetters();
			bean.name = name;
			return bean;
		}

		public String getName() {
			return "masked";
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	static class BackParent {

		private String name;

		@JsonManagedReference
		private List<BackChild> children = new ArrayList<>();

	}

	static class BackChild {

		private String name;

		@JsonBackReference
		private BackParent parent;

	}

	record CutSeconds(@JsonFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime at) {
	}

	record TwoDigitYear(@JsonFormat(pattern = "dd.MM.yy") LocalDate at) {
	}

	record DayFirst(@JsonFormat(pattern = "dd/MM/yyyy") LocalDate at) {
	}

	record HoursOnly(@JsonFormat(pattern = "HH:mm") LocalTime at) {
	}

	record DayOfInstant(@JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ssX", timezone = "UTC") Instant at) {
	}

	record DateOnly(@JsonFormat(pattern = "yyyy-MM-dd") Date at) {
	}

	record InRome(@JsonFormat(timezone = "Europe/Rome") Date at) {
	}

	record InstantAsNumber(@JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Instant at) {
	}

	record DurationAsNumber(@JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Duration duration) {
	}

	record OffsetCut(@JsonFormat(pattern = "yyyy-MM-dd'T'HH:mmXXX") OffsetDateTime at) {
	}

	record ZonedCut(@JsonFormat(pattern = "yyyy-MM-dd'T'HH:mm:ssXXX") ZonedDateTime at) {
	}

	record MonthOnly(@JsonFormat(pattern = "MM/yy") YearMonth month) {
	}

	record NumberAsString(@JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal price,
			@JsonFormat(shape = JsonFormat.Shape.STRING) int count) {
	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	@JsonPropertyOrder({ "second", "first" })
	record AsArray(String first, String second) {
	}

	enum Level {

		LOW, HIGH

	}

	record EnumAsNumber(@JsonFormat(shape = JsonFormat.Shape.NUMBER) Level level) {
	}

	@JsonFormat(shape = JsonFormat.Shape.OBJECT)
	enum EnumAsObject {

		ONE, TWO

	}

	record HasEnumAsObject(EnumAsObject constant) {
	}

	record SingleUnwrapped(
			@JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) List<String> items) {
	}

	enum Texts {

		@JsonProperty("high")
		LOW, @JsonProperty("low")
		HIGH

	}

	record HasTexts(Texts text, List<Texts> texts) {
	}

	record HasTextKeys(Map<Texts, Integer> map) {
	}

	enum ValueEnum {

		A("same"), B("same");

		private final String text;

		ValueEnum(String text) {
			this.text = text;
		}

		@JsonValue
		String text() {
			return this.text;
		}

	}

	record HasValueEnum(ValueEnum constant) {
	}

	enum CreatorEnum {

		A, B;

		@JsonCreator
		static CreatorEnum of(String text) {
			return A;
		}

	}

	record HasCreatorEnum(CreatorEnum constant) {
	}

	enum DefaultEnum {

		@JsonEnumDefaultValue
		UNKNOWN, KNOWN

	}

	record HasDefaultEnum(DefaultEnum constant) {
	}

	static class Masking extends ValueSerializer<Object> {

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			generator.writeString("***");
		}

	}

	static class MaskingKeys extends ValueSerializer<Object> {

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			generator.writeName("***");
		}

	}

	static class UpperCase extends ValueDeserializer<String> {

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return parser.getString().toUpperCase(java.util.Locale.ROOT);
		}

	}

	static class LowerCase extends StdConverter<String, String> {

		@Override
		public String convert(String value) {
			return value.toLowerCase(java.util.Locale.ROOT);
		}

	}

	static class ClassToText extends StdConverter<ConvertedClass, String> {

		@Override
		public String convert(ConvertedClass value) {
			return "lost";
		}

	}

	record Masked(String name, @JsonSerialize(using = Masking.class) String secret) {
	}

	@JsonSerialize(using = Masking.class)
	record MaskedClass(String secret) {
	}

	static class ShortView {

		private String name;

		ShortView() {
		}

		ShortView(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

	}

	static class FullView extends ShortView {

		private String secret;

		FullView() {
		}

		FullView(String name, String secret) {
			super(name);
			this.secret = secret;
		}

	}

	record HasView(@JsonSerialize(as = ShortView.class) FullView view) {
	}

	@JsonSerialize(as = ShortView.class)
	static class FullClass extends ShortView {

		private String secret;

		FullClass() {
		}

		FullClass(String name, String secret) {
			super(name);
			this.secret = secret;
		}

	}

	record Converted(@JsonSerialize(converter = LowerCase.class) String text) {
	}

	@JsonSerialize(converter = ClassToText.class)
	record ConvertedClass(String text) {
	}

	record MaskedContents(@JsonSerialize(contentUsing = Masking.class) List<String> list,
			@JsonSerialize(contentUsing = Masking.class) Map<String, String> map) {
	}

	record ConvertedContents(@JsonSerialize(contentConverter = LowerCase.class) List<String> list) {
	}

	record MaskedKeys(@JsonSerialize(keyUsing = MaskingKeys.class) Map<String, Integer> map) {
	}

	record MaskedNull(@JsonSerialize(nullsUsing = Masking.class) String text) {
	}

	record IdAsText(@JsonSerialize(using = ToStringSerializer.class) Long id) {
	}

	record ReadUpperCase(@JsonDeserialize(using = UpperCase.class) String text) {
	}

	record ReadConverted(@JsonDeserialize(converter = LowerCase.class) String text) {
	}

	record ReadContents(@JsonDeserialize(contentUsing = UpperCase.class) List<String> list) {
	}

	static class BothSerializer extends ValueSerializer<BothUsing> {

		@Override
		public void serialize(BothUsing value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.text());
		}

	}

	static class BothDeserializer extends ValueDeserializer<BothUsing> {

		@Override
		public BothUsing deserialize(JsonParser parser, DeserializationContext context) {
			return new BothUsing(parser.getString());
		}

	}

	@JsonSerialize(using = BothSerializer.class)
	@JsonDeserialize(using = BothDeserializer.class)
	record BothUsing(String text) {
	}

	static class ToEuros extends StdConverter<Long, Long> {

		@Override
		public Long convert(Long cents) {
			return cents / 100;
		}

	}

	static class ToCents extends StdConverter<Long, Long> {

		@Override
		public Long convert(Long euros) {
			return euros * 100;
		}

	}

	record Euros(@JsonSerialize(converter = ToEuros.class) @JsonDeserialize(converter = ToCents.class) long cents) {
	}

	record Raw(@JsonRawValue String json) {
	}

	record NullsAsEmpty(@JsonSetter(nulls = Nulls.AS_EMPTY) String text,
			@JsonSetter(nulls = Nulls.AS_EMPTY) List<String> items) {
	}

	static class NullsSkipped {

		@JsonSetter(nulls = Nulls.SKIP)
		private String text = "default";

		static NullsSkipped of(String text) {
			NullsSkipped bean = new NullsSkipped();
			bean.text = text;
			return bean;
		}

	}

	record ContentNulls(@JsonSetter(contentNulls = Nulls.SKIP) Map<String, String> map) {
	}

	record Unwrapped(String title, @JsonUnwrapped Plain plain) {
	}

	record UnwrappedPrefix(@JsonUnwrapped(prefix = "a_") Plain first, @JsonUnwrapped(prefix = "b_") Plain second) {
	}

	record Renamed(@JsonProperty("full_name") String name, @JsonProperty("n") int number) {
	}

	record Swapped(@JsonProperty("second") String first, @JsonProperty("first") String second) {
	}

	static class EmptyName {

		@JsonProperty
		private String name;

		static EmptyName of(String name) {
			EmptyName bean = new EmptyName();
			bean.name = name;
			return bean;
		}

	}

	static class MaskingGetter {

		private String name;

		private String secret;

		MaskingGetter() {
		}

		MaskingGetter(String name, String secret) {
			this.name = name;
			this.secret = secret;
		}

		@JsonProperty
		public String getSecret() {
			return "***";
		}

	}

	static class DerivingGetter {

		private String name;

		DerivingGetter() {
		}

		DerivingGetter(String name) {
			this.name = name;
		}

		@JsonGetter("name")
		public String display() {
			return "display " + this.name;
		}

	}

	record MaskingAccessor(String secret) {

		@Override
		@JsonProperty
		public String secret() {
			return "***";
		}

	}

	static class ChangingSetter {

		private String text;

		static ChangingSetter of(String text) {
			ChangingSetter bean = new ChangingSetter();
			bean.text = text;
			return bean;
		}

		@JsonProperty
		public void setText(String text) {
			this.text = "set " + text;
		}

	}

	static class ChangingJsonSetter {

		private String text;

		static ChangingJsonSetter of(String text) {
			ChangingJsonSetter bean = new ChangingJsonSetter();
			bean.text = text;
			return bean;
		}

		@JsonSetter("text")
		public void change(String text) {
			this.text = "set " + text;
		}

	}

	record ExtraGetter(String name) {

		@JsonProperty
		public String getLabel() {
			return "label " + this.name;
		}

	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	record SnakeCase(String fullName, int itemCount) {
	}

	record Aliased(@JsonAlias("title") String name) {
	}

	@JsonPropertyOrder({ "second", "first" })
	record Ordered(String first, String second) {
	}

	@JsonRootName("root")
	@JsonClassDescription("a root")
	record Rooted(String name) {
	}

	record Indexed(@JsonProperty(index = 2, required = true, defaultValue = "b") String name,
			@JsonProperty(index = 1) int number) {
	}

	record Described(@JsonPropertyDescription("the name") String name) {
	}

	static class NamedByGetter {

		private final String currency;

		@JsonCreator
		NamedByGetter(@JsonProperty("cur") String code) {
			this.currency = code;
		}

		@JsonProperty("cur")
		public String getCurrency() {
			return this.currency;
		}

	}

	static class NamedByFields {

		@JsonProperty("cur")
		private final String currency;

		private final int amount;

		@JsonCreator
		NamedByFields(@JsonProperty("cur") String code, @JsonProperty("amount") int number) {
			this.currency = code;
			this.amount = number;
		}

	}

	@JsonAppend(attrs = @JsonAppend.Attr("extra"))
	record Appended(String name) {
	}

	static class Extras {

		private String name;

		private Map<String, String> extras = new HashMap<>();

		static Extras of(String name, String extra) {
			Extras bean = new Extras();
			bean.name = name;
			bean.extras.put("name", extra);
			return bean;
		}

		@JsonAnyGetter
		public Map<String, String> getExtras() {
			return this.extras;
		}

		@JsonAnySetter
		public void set(String key, String value) {
			this.extras.put(key, value);
		}

	}

	static class ExtrasField {

		private String name;

		@JsonAnySetter
		@JsonAnyGetter
		private Map<String, String> extras = new LinkedHashMap<>();

		static ExtrasField of(String name, String extra) {
			ExtrasField bean = new ExtrasField();
			bean.name = name;
			bean.extras.put("extra", extra);
			return bean;
		}

	}

	record ExtrasComponent(String name, @JsonAnySetter Map<String, String> extras) {
	}

	record Injected(String name, @JacksonInject(useInput = OptBoolean.FALSE) String injected) {
	}

	static class InjectedField {

		private String name;

		@JacksonInject("service")
		private String injected;

		static InjectedField of(String name, String injected) {
			InjectedField bean = new InjectedField();
			bean.name = name;
			bean.injected = injected;
			return bean;
		}

	}

	static class Merged {

		@JsonMerge
		private List<String> items = list("a");

		static Merged of(List<String> items) {
			Merged bean = new Merged();
			bean.items = items;
			return bean;
		}

	}

	record HasKey(@JsonKey String name, int number) {
	}

	static class Pin {

		private String digits;

		Pin() {
		}

		Pin(String digits) {
			this.digits = digits;
		}

		@JsonValue
		String masked() {
			return "****";
		}

	}

	record Wrapped(@JsonValue String text) {
	}

	static final class Code {

		private final String letters;

		private final int number;

		private Code(String letters, int number) {
			this.letters = letters;
			this.number = number;
		}

		@JsonCreator
		static Code parse(String text) {
			String[] parts = text.split("-");
			return new Code(parts[0], Integer.parseInt(parts[1]));
		}

		@JsonValue
		String text() {
			return this.letters + "-" + this.number;
		}

	}

	record HasCode(Code code) {
	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "name")
	record Identified(String name, int number) {
	}

	record Referring(@JsonIdentityReference(alwaysAsId = true) Identified other) {
	}

}
