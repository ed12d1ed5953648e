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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.warmcache.testsupport.values.ValueCase.Cases;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/**
 * Types of which an object can be made, but not always this one.
 */
@SuppressWarnings("unused")
final class Makings {

	private Makings() {
	}

	static List<ValueCase> cases() {
		Cases cases = new Cases("makings:");
		cases.refused("a final list", FinalList.of("a"))
			.refused("a final map", FinalMap.of("a", "b"))
			.refused("a final random id", new RandomId())
			.refused("a final list below the top", new HasFinalList(List.of(FinalList.of("a"))))
			.refused("like Lombok's @Data with a final list", LombokData.of("a", "b"))
			.refused("a constructor that hashes", Hashed.of("pw"))
			.refused("a constructor that hashes, below the top", new HasHashed("a", List.of(Hashed.of("pw"))))
			.refused("a factory that hashes", HashingFactory.of("pw"))
			.refused("a constructor that counts", new Counted("a", 3))
			.refused("a constructor that adds to a list", new AddsToList(List.of("a")))
			.refused("a field that a subclass hides", new Hiding("outer", "inner"))
			.equal("a transient field", new HasTransient("a", "b"))
			.equal("a transient number", TransientHash.of("a"))
			.refused("a transient field that JSON cannot keep", new TransientThread("a"))
			.refused("a parameter that is no field", new Money(new BigDecimal("1.00"), "EUR"))
			.refused("a parameter more than fields", new More("a", 7))
			.refused("a field that no parameter sets", new Fewer("a"))
			.refused("swapped parameters", new SwappedParameters("a", "b"))
			.refused("two parameters of one field", new FullName("Ann", "Lee"))
			.refused("an inner class", new Makings().new Inner("a"))
			.refused("an outer instance", outer())
			.equal("a constructor that trims", new Trimmed(" a "))
			.equal("a constructor that checks", new Checked(7))
			.equal("a constructor that copies", new Copied(List.of("a"), Map.of("b", 1)))
			.equal("a constructor with defaults for null", new Defaulted(null))
			.equal("two constructors", new TwoConstructors("a"))
			.equal("a superclass with fields", new Derived("a", 7))
			.equal("a superclass made by constructor", new DerivedFinal("a", 7))
			.equal("a private constructor without parameters", PrivateNoArgs.of("a"))
			.equal("a private creator", PrivateCreator.of("a"))
			.equal("a static factory", StaticFactory.of("a", 7))
			.equal("a constructor beside one without parameters", new BothConstructors("a", 7))
			.equal("fields with initial values", Initialized.of(null, 0))
			.equal("no fields at all", new Nothing())
			.equal("a record without components", new Empty())
			.equal("static fields", new HasStatic("a"))
			.equal("a setter that changes", ChangingSetter.of("a"))
			.equal("a getter that masks", new MaskingGetter("secret"))
			.equal("a getter that creates", LazyGetter.of(null))
			.equal("booleans named is", IsFields.of(true, true))
			.equal("names with capitals", new Capitals("a", "b", "c", "d"))
			.equal("like Lombok's @Data", LombokBean.of("a", 7))
			.equal("like Lombok's @Value", new LombokValue("a", 7, List.of("b")))
			.equal("like Lombok's @Value with @AllArgsConstructor(access = PACKAGE)", new PackageValue("a"))
			.equal("like Lombok's @Jacksonized @Builder", Jacksonized.builder().name("a").tags(List.of("b")).build())
			.equal("a builder with its prefix", BuiltWith.Builder.start().withName("a").withCount(7).build())
			.refused("like Lombok's @Builder without Jackson", PlainBuilder.builder().name("a").build())
			.refused("like Lombok's @Builder.Default", BuilderDefault.of(List.of("a")))
			.refused("a builder that changes", BuilderChanges.of("a"))
			.equal("@JsonCreator(PROPERTIES)", new PropertiesCreator("a"))
			.equal("a record of one component", new One("a"))
			.equal("a record with @JsonCreator", new RecordCreator("a", 7))
			.refused("a record with a factory that changes", new RecordFactory("a", 7))
			.equal("@JsonDeserialize(as)", new As(new ArrayList<>(List.of("a"))))
			.equal("@JsonDeserialize(as) of an interface", new AsClass(new Impl("a")))
			.equal("@JsonDeserialize(contentAs)", new ContentAs(List.of(new Impl("a"))))
			.refused("@JsonDeserialize(as) of another class", new AsClass(new OtherImpl("a")))
			.equal("a number made from another type", new Widened(7))
			.equal("a map field made of entries", new HasMap(new HashMap<>(Map.of("a", 1))))
			.equal("a volatile field", Volatile.of("a"))
			.equal("a private superclass field", PrivateSuper.of("a", "b"))
			.equal("a generic superclass", new GenericChild("a", 7))
			.refused("a class made by the JDK", new HasThread(Thread.currentThread()))
			.refused("a field of type Object", new HasObject("a"))
			.refused("a field of type Number", new HasNumber(7))
			.refused("a field of type Serializable", new HasSerializable("a"))
			.refused("a function", new HasFunction(() -> "a"))
			.refused("an exception", new IllegalStateException("a"))
			.refused("a constructor without names", new HasBytes(new java.io.ByteArrayInputStream(new byte[0])));
		return cases.list();
	}

	private static Object outer() {
		class Local {

			private String name = "a";

		}
		return new Local();
	}

	private static String hash(String text) {
		return "h(" + text + ")";
	}

	static class FinalList {

		private String name;

		private final List<String> items = new ArrayList<>();

		static FinalList of(String item) {
			FinalList list = new FinalList();
			list.name = "a";
			list.items.add(item);
			return list;
		}

	}

	record HasFinalList(List<FinalList> lists) {
	}

	static class FinalMap {

		private final Map<String, String> map = new HashMap<>();

		static FinalMap of(String key, String value) {
			FinalMap map = new FinalMap();
			map.map.put(key, value);
			return map;
		}

	}

	static class RandomId {

		private final UUID id = UUID.randomUUID();

	}

	static class LombokData {

		private String name;

		private final List<String> items = new ArrayList<>();

		LombokData() {
		}

		static LombokData of(String name, String item) {
			LombokData data = new LombokData();
			data.name = name;
			data.items.add(item);
			return data;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public List<String> getItems() {
			return this.items;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof LombokData that && Objects.equals(this.name, that.name)
					&& this.items.equals(that.items);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.items);
		}

	}

	record Hashed(String password) {

		Hashed {
			password = hash(password);
		}

		static Hashed of(String password) {
			return new Hashed(password);
		}

	}

	record HasHashed(String name, List<Hashed> users) {
	}

	static final class HashingFactory {

		private final String password;

		private HashingFactory(String password) {
			this.password = password;
		}

		@JsonCreator
		static HashingFactory of(@JsonProperty("password") String password) {
			return new HashingFactory(hash(password));
		}

	}

	static class Counted {

		private final String name;

		private final int count;

		Counted(String name, int count) {
			this.name = name;
			this.count = count + 1;
		}

	}

	static class AddsToList {

		private final List<String> items;

		AddsToList(List<String> items) {
			this.items = new ArrayList<>(items);
			this.items.add("added");
		}

	}

	static class Hidden {

		private String name;

		Hidden(String name) {
			this.name = name;
		}

		Hidden() {
		}

	}

	static class Hiding extends Hidden {

		private String name;

		Hiding() {
		}

		Hiding(String outer, String inner) {
			super(outer);
			this.name = inner;
		}

	}

	static class HasTransient {

		private String name;

		private transient String other;

		HasTransient() {
		}

		HasTransient(String name, String other) {
			this.name = name;
			this.other = other;
		}

	}

	static class TransientHash {

		private String name;

		private transient int hash;

		static TransientHash of(String name) {
			TransientHash bean = new TransientHash();
			bean.name = name;
			bean.hash = 7;
			return bean;
		}

	}

	static class TransientThread {

		private String name;

		private transient Thread thread = Thread.currentThread();

		TransientThread() {
		}

		TransientThread(String name) {
			this.name = name;
		}

	}

	static class Money {

		private final BigDecimal amount;

		private final String currency;

		Money(BigDecimal amount, String cur) {
			this.amount = amount;
			this.currency = cur;
		}

	}

	static class More {

		private final String name;

		More(String name, int unused) {
			this.name = name;
		}

	}

	static class Fewer {

		private final String name;

		private final List<String> items = new ArrayList<>(List.of("a"));

		Fewer(String name) {
			this.name = name;
		}

	}

	static class SwappedParameters {

		private final String first;

		private final String second;

		SwappedParameters(String second, String first) {
			this.first = second;
			this.second = first;
		}

	}

	static class FullName {

		private final String name;

		FullName(String first, String last) {
			this.name = first + " " + last;
		}

	}

	class Inner {

		private String name;

		Inner(String name) {
			this.name = name;
		}

	}

	record Trimmed(String text) {

		Trimmed {
			text = text.trim();
		}

	}

	record Checked(int size) {

		Checked {
			if (size < 0) {
				throw new IllegalArgumentException();
			}
		}

	}

	record Copied(List<String> list, Map<String, Integer> map) {

		Copied {
			list = List.copyOf(list);
			map = Map.copyOf(map);
		}

	}

	record Defaulted(List<String> list) {

		Defaulted {
			list = (list != null) ? list : List.of();
		}

	}

	static class TwoConstructors {

		private final String name;

		private final int number;

		TwoConstructors(String name) {
			this(name, 7);
		}

		@JsonCreator
		TwoConstructors(@JsonProperty("name") String name, @JsonProperty("number") int number) {
			this.name = name;
			this.number = number;
		}

	}

	static class Base {

		private String name;

		Base() {
		}

		Base(String name) {
			this.name = name;
		}

	}

	static class Derived extends Base {

		private int number;

		Derived() {
		}

		Derived(String name, int number) {
			super(name);
			this.number = number;
		}

	}

	abstract static class FinalBase {

		private final String name;

		FinalBase(String name) {
			this.name = name;
		}

	}

	static class DerivedFinal extends FinalBase {

		private final int number;

		DerivedFinal(String name, int number) {
			super(name);
			this.number = number;
		}

	}

	static final class PrivateNoArgs {

		private String name;

		private PrivateNoArgs() {
		}

		static PrivateNoArgs of(String name) {
			PrivateNoArgs bean = new PrivateNoArgs();
			bean.name = name;
			return bean;
		}

	}

	static final class PrivateCreator {

		private final String name;

		@JsonCreator
		private PrivateCreator(@JsonProperty("name") String name) {
			this.name = name;
		}

		static PrivateCreator of(String name) {
			return new PrivateCreator(name);
		}

	}

	static final class StaticFactory {

		private final String name;

		private final int number;

		private StaticFactory(String name, int number) {
			this.name = name;
			this.number = number;
		}

		@JsonCreator
		static StaticFactory of(@JsonProperty("name") String name, @JsonProperty("number") int number) {
			return new StaticFactory(name, number);
		}

	}

	static class BothConstructors {

		private String name;

		private int number;

		BothConstructors() {
		}

		BothConstructors(String name, int number) {
			this.name = name;
			this.number = number;
		}

	}

	static class Initialized {

		private String name = "default";

		private int number = 7;

		private List<String> list = new ArrayList<>(List.of("a"));

		static Initialized of(String name, int number) {
			Initialized bean = new Initialized();
			bean.name = name;
			bean.number = number;
			bean.list = null;
			return bean;
		}

	}

	static class Nothing {

	}

	record Empty() {
	}

	static class HasStatic {

		private static final String CONSTANT = "constant";

		private static int counter;

		private String name;

		HasStatic() {
			counter++;
		}

		HasStatic(String name) {
			this.name = name;
		}

	}

	static class ChangingSetter {

		private String text;

		static ChangingSetter of(String text) {
			ChangingSetter bean = new ChangingSetter();
			bean.text = text;
			return bean;
		}

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = "set " + text;
		}

	}

	static class MaskingGetter {

		private String secret;

		MaskingGetter() {
		}

		MaskingGetter(String secret) {
			this.secret = secret;
		}

		public String getSecret() {
			return "***";
		}

	}

	static class LazyGetter {

		private List<String> items;

		static LazyGetter of(List<String> items) {
			LazyGetter bean = new LazyGetter();
			bean.items = items;
			return bean;
		}

		public List<String> getItems() {
			if (this.items == null) {
				this.items = new ArrayList<>();
			}
			return this.items;
		}

	}

	static class IsFields {

		private boolean active;

		private Boolean isOpen;

		static IsFields of(boolean active, Boolean open) {
			IsFields bean = new IsFields();
			bean.active = active;
			bean.isOpen = open;
			return bean;
		}

		public boolean isActive() {
			return this.active;
		}

	}

	@SuppressWarnings("checkstyle:MemberName")
	record Capitals(String aName, String URL, String xX, String Title) {
	}

	static class LombokBean {

		private String name;

		private int number;

		static LombokBean of(String name, int number) {
			LombokBean bean = new LombokBean();
			bean.setName(name);
			bean.setNumber(number);
			return bean;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public int getNumber() {
			return this.number;
		}

		public void setNumber(int number) {
			this.number = number;
		}

	}

	static final class LombokValue {

		private final String name;

		private final int number;

		private final List<String> list;

		@java.beans.ConstructorProperties({ "name", "number", "list" })
		LombokValue(String name, int number, List<String> list) {
			this.name = name;
			this.number = number;
			this.list = list;
		}

		public String getName() {
			return this.name;
		}

	}

	static final class PackageValue {

		private final String name;

		PackageValue(String name) {
			this.name = name;
		}

	}

	@JsonDeserialize(builder = Jacksonized.Builder.class)
	static final class Jacksonized {

		private final String name;

		private final List<String> tags;

		private Jacksonized(String name, List<String> tags) {
			this.name = name;
			this.tags = tags;
		}

		static Builder builder() {
			return new Builder();
		}

		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private String name;

			private List<String> tags;

			Builder name(String name) {
				this.name = name;
				return this;
			}

			Builder tags(List<String> tags) {
				this.tags = tags;
				return this;
			}

			Jacksonized build() {
				return new Jacksonized(this.name, this.tags);
			}

		}

	}

	@JsonDeserialize(builder = BuiltWith.Builder.class)
	static final class BuiltWith {

		private final String name;

		private final int count;

		private BuiltWith(String name, int count) {
			this.name = name;
			this.count = count;
		}

		static final class Builder {

			private String theName;

			private int theCount;

			static Builder start() {
				return new Builder();
			}

			public Builder withName(String name) {
				this.theName = name;
				return this;
			}

			public Builder withCount(int count) {
				this.theCount = count;
				return this;
			}

			public BuiltWith build() {
				return new BuiltWith(this.theName, this.theCount);
			}

		}

	}

	static final class PlainBuilder {

		private final String name;

		private PlainBuilder(Builder builder) {
			this.name = builder.name;
		}

		static Builder builder() {
			return new Builder();
		}

		static final class Builder {

			private String name;

			Builder name(String name) {
				this.name = name;
				return this;
			}

			PlainBuilder build() {
				return new PlainBuilder(this);
			}

		}

	}

	@JsonDeserialize(builder = BuilderDefault.Builder.class)
	static final class BuilderDefault {

		private final List<String> items;

		private BuilderDefault(List<String> items) {
			this.items = items;
		}

		static BuilderDefault of(List<String> items) {
			return new BuilderDefault(items);
		}

		@SuppressWarnings("checkstyle:MemberName")
		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private boolean items$set;

			private List<String> items$value;

			BuilderDefault build() {
				return new BuilderDefault(this.items$set ? this.items$value : List.of("default"));
			}

		}

	}

	@JsonDeserialize(builder = BuilderChanges.Builder.class)
	static final class BuilderChanges {

		private final String name;

		private BuilderChanges(String name) {
			this.name = name;
		}

		static BuilderChanges of(String name) {
			return new BuilderChanges(name);
		}

		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private String name;

			public Builder name(String name) {
				this.name = "built " + name;
				return this;
			}

			public BuilderChanges build() {
				return new BuilderChanges(this.name);
			}

		}

	}

	static final class PropertiesCreator {

		private final String name;

		@JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
		PropertiesCreator(@JsonProperty("name") String name) {
			this.name = name;
		}

	}

	record One(String name) {
	}

	record RecordCreator(String name, int number) {

		@JsonCreator
		RecordCreator(@JsonProperty("name") String name, @JsonProperty("number") int number) {
			this.name = name;
			this.number = number;
		}

	}

	record RecordFactory(String name, int number) {

		@JsonCreator
		static RecordFactory make(@JsonProperty("name") String name, @JsonProperty("number") int number) {
			return new RecordFactory(name.toUpperCase(Locale.ROOT), number);
		}

	}

	record As(@JsonDeserialize(as = ArrayList.class) List<String> list) {
	}

	interface Api {

	}

	record Impl(String name) implements Api {
	}

	record OtherImpl(String name) implements Api {
	}

	record AsClass(@JsonDeserialize(as = Impl.class) Api api) {
	}

	record ContentAs(@JsonDeserialize(contentAs = Impl.class) List<Api> apis) {
	}

	static class Widened {

		private final long number;

		Widened(int number) {
			this.number = number;
		}

	}

	static class HasMap {

		private Map<String, Integer> map = new LinkedHashMap<>();

		HasMap() {
		}

		HasMap(Map<String, Integer> map) {
			this.map = map;
		}

	}

	static class Volatile {

		private volatile String name;

		static Volatile of(String name) {
			Volatile bean = new Volatile();
			bean.name = name;
			return bean;
		}

	}

	static class PrivateSuper extends Base {

		private String other;

		static PrivateSuper of(String name, String other) {
			PrivateSuper bean = new PrivateSuper(name);
			bean.other = other;
			return bean;
		}

		PrivateSuper() {
		}

		private PrivateSuper(String name) {
			super(name);
		}

	}

	static class GenericBase<T> {

		private T content;

		GenericBase() {
		}

		GenericBase(T content) {
			this.content = content;
		}

	}

	static class GenericChild extends GenericBase<String> {

		private int number;

		GenericChild() {
		}

		GenericChild(String content, int number) {
			super(content);
			this.number = number;
		}

	}

	record HasThread(Thread thread) {
	}

	record HasObject(Object object) {
	}

	record HasNumber(Number number) {
	}

	record HasSerializable(java.io.Serializable content) {
	}

	record HasFunction(java.util.function.Supplier<String> supplier) {
	}

	record HasBytes(java.io.InputStream input) {
	}

}
