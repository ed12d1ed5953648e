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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.node.StringNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Values that another pod read as something else although nobody said so, each after
 * ordinary ones of its type.
 */
@SuppressWarnings("unused")
public final class LateTable {

	private static final Function<Object, String> NOTHING = (value) -> "";

	private final List<LateCase> cases = new ArrayList<>();

	private LateTable() {
	}

	public static List<LateCase> cases() {
		LateTable values = new LateTable();
		values.makings();
		values.nulls();
		values.wrappers();
		values.subtypes();
		values.pollution();
		values.unreadable();
		return values.cases;
	}

	private void makings() {
		add("a compact constructor that discounts high prices again", new Discounted("a", 50),
				new Discounted("a", 200));
		add("a compact constructor that drops the first of many", new Shortened(List.of(1)),
				new Shortened(List.of(1, 2, 3, 4)));
		add("a compact constructor that marks some texts", new Marked("a"), new Marked("!a"));
		add("a creator that rounds", new Money(BigDecimal.ONE), Money.exact("1.2345"));
		add("a creator that counts", new Counting("a", 1), new Counting("a", 7));
		add("a creator that leaves a transient field out", new Lazy("a", null), new Lazy("a", null).with("c"));
		add("a @JsonValue in lower case", new Email("a@b"), new Email("A@b"));
		add("a @JsonValue in lower case in a record", new HasEmail(new Email("a@b")), new HasEmail(new Email("A@b")));
		add("a @JsonValue that rounds", new Temperature(1.5), new Temperature(1.23));
		add("a builder with a limit", new Built("a", 1), new Built("a", 100));
	}

	private void nulls() {
		add("null for an Optional", new HasOptional(Optional.of("a")), new HasOptional(null));
		add("null for an OptionalInt", new HasOptionalInt(OptionalInt.of(1)), new HasOptionalInt(null));
		add("null for an OptionalLong", new HasOptionalLong(OptionalLong.of(1)), new HasOptionalLong(null));
		add("null for an OptionalDouble", new HasOptionalDouble(OptionalDouble.of(1)), new HasOptionalDouble(null));
		add("null for an AtomicReference", new HasReference(new AtomicReference<>("a")), new HasReference(null));
		add("null for a JsonNode", new HasNode(new StringNode("b")), new HasNode(null));
		add("an empty Optional of an Optional", new HasNested(Optional.of(Optional.of("a"))),
				new HasNested(Optional.empty()));
		add("null in a list of Optionals", new TypeReference<List<Optional<String>>>() {
		}, List.of(Optional.of("a")), Arrays.asList(Optional.of("a"), null));
		add("null in a map of Optionals", new TypeReference<Map<String, Optional<String>>>() {
		}, Map.of("a", Optional.of("a")), new HashMap<>(Collections.singletonMap("a", null)));
		add("null in a list of JsonNodes", new TypeReference<List<JsonNode>>() {
		}, List.of(new StringNode("a")), Arrays.asList(new StringNode("a"), null));
	}

	private void wrappers() {
		TreeMap<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		map.put("Accept", "x");
		TreeSet<String> set = new TreeSet<>(map.keySet());
		TreeSet<String> ordered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		ordered.add("Accept");
		Map<String, String> springs = new LinkedCaseInsensitiveMap<>();
		springs.put("Accept", "x");
		lookup("unmodifiableMap of a case-insensitive TreeMap", Collections.unmodifiableMap(map));
		lookup("synchronizedMap of a case-insensitive TreeMap", Collections.synchronizedMap(map));
		lookup("checkedMap of a case-insensitive TreeMap", Collections.checkedMap(map, String.class, String.class));
		lookup("unmodifiableMap of Spring's case-insensitive map", Collections.unmodifiableMap(springs));
		contains("unmodifiableSet of a case-insensitive TreeSet", Collections.unmodifiableSet(ordered));
		contains("synchronizedSet of a case-insensitive TreeSet", Collections.synchronizedSet(ordered));
		Set<String> ofMap = Collections.newSetFromMap(new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER));
		ofMap.add("Accept");
		contains("newSetFromMap of a case-insensitive map", ofMap);
		contains("key set of an unmodifiable case-insensitive map", Collections.unmodifiableMap(map).keySet());
		Function<Object, String> size = (value) -> "" + ((HasSet) value).set().size();
		add("an identity set after one without twins", new HasSet(identitySet("a", "b")),
				new HasSet(identitySet("a", "a")), size, 10);
		add("an unmodifiable identity map after another", new HasMap(Map.of("a", "b")),
				new HasMap(Collections.unmodifiableMap(identityMap())), NOTHING, 10);
		LinkedHashMap<String, String> accessed = new LinkedHashMap<>(16, 0.75f, true);
		accessed.putAll(new TreeMap<>(Map.of("a", "1", "b", "2")));
		add("a LinkedHashMap in access order", new HasLinked(new LinkedHashMap<>(accessed)), new HasLinked(accessed),
				(value) -> {
					Map<?, ?> copy = (Map<?, ?>) ((HasLinked) value).map().clone();
					copy.get("a");
					return copy.toString();
				}, 0);
		Properties defaults = new Properties();
		defaults.setProperty("a", "b");
		Properties shadowing = new Properties(defaults);
		shadowing.setProperty("a", "c");
		add("properties that shadow their defaults", new HasProperties(defaults), new HasProperties(shadowing),
				(value) -> {
					Properties properties = ((HasProperties) value).properties();
					Object own = properties.remove("a");
					String result = properties.getProperty("a", "nothing");
					properties.put("a", own);
					return result;
				}, 0);
	}

	private void lookup(String name, Map<String, String> map) {
		Function<Object, String> probe = (value) -> String.valueOf(((HasMap) value).map().get("accept"));
		add(name + " as the first value", new HasMap(Map.of("a", "b")), new HasMap(map), probe, 0);
		add(name, new HasMap(Map.of("a", "b")), new HasMap(map), probe, 10);
	}

	private void contains(String name, Set<String> set) {
		add(name, new HasSet(Set.of("a")), new HasSet(set),
				(value) -> String.valueOf(((HasSet) value).set().contains("accept")), 0);
	}

	private void subtypes() {
		add("an existing id that is another's", new TypeReference<Pet>() {
		}, new Cat("cat", 1), new Cat("dog", 1));
		add("an existing id that is another's in a list", new TypeReference<List<Pet>>() {
		}, List.of(new Cat("cat", 1), new Dog("dog", 2)), List.of(new Cat("dog", 1)));
		add("an external id that is another's", new Owner("cat", new Lion("a")), new Owner("dog", new Lion("a")));
	}

	private void unreadable() {
		add("a number of two thousand digits", new HasNumber(BigDecimal.ONE), new HasNumber(huge()));
		add("a whole number of two thousand digits", new TypeReference<List<BigInteger>>() {
		}, List.of(BigInteger.ONE), List.of(huge().toBigInteger()));
		add("a key of a map with half of a pair", new HasMap(Map.of("a", "b")), new HasMap(Map.of("\ud800", "b")));
	}

	private static BigDecimal huge() {
		return new BigDecimal(BigInteger.TEN.pow(2_000));
	}

	/**
	 * What raw types of JPA and JDBC leave in collections.
	 */
	@SuppressWarnings({ "rawtypes", "unchecked" })
	private void pollution() {
		add("Longs as keys of a map of Integers", new TypeReference<Map<Integer, String>>() {
		}, Map.of(1, "a"), (Map) Map.of(7L, "b"));
		add("Integers as keys of a map of Longs", new TypeReference<Map<Long, String>>() {
		}, Map.of(1L, "a"), (Map) Map.of(7, "b"));
		add("numbers in a list of Booleans", new TypeReference<List<Boolean>>() {
		}, List.of(true), (List) List.of(1));
		add("texts in a list of URIs", new TypeReference<List<URI>>() {
		}, List.of(URI.create("a:b")), (List) List.of("a:b"));
		add("texts in a list of characters", new TypeReference<List<Character>>() {
		}, List.of('a'), (List) List.of("a"));
		add("constants of another enum", new TypeReference<List<Color>>() {
		}, List.of(Color.RED), (List) List.of(Hue.RED));
	}

	private void add(String name, Object ordinary, Object value) {
		add(name, ordinary, value, NOTHING, 10);
	}

	private void add(String name, Object ordinary, Object value, Function<Object, String> probe, int before) {
		add(name, ResolvableType.forClass(value.getClass()), ordinary, value, probe, before);
	}

	private void add(String name, TypeReference<?> type, Object ordinary, Object value) {
		add(name, ResolvableType.forType(type.getType()), ordinary, value, NOTHING, 10);
	}

	private void add(String name, ResolvableType type, Object ordinary, Object value, Function<Object, String> probe,
			int before) {
		this.cases
			.add(new LateCase(name, type, ordinary, before, value, (it) -> StateText.of(it) + ' ' + probe.apply(it)));
	}

	private static Set<String> identitySet(String one, String other) {
		Set<String> set = Collections.newSetFromMap(new IdentityHashMap<>());
		set.add(new StringBuilder(one).toString());
		set.add(new StringBuilder(other).toString());
		return set;
	}

	private static Map<String, String> identityMap() {
		Map<String, String> map = new IdentityHashMap<>();
		map.put(new StringBuilder("a").toString(), "1");
		map.put(new StringBuilder("a").toString(), "2");
		return map;
	}

	record Discounted(String sku, int price) {
		Discounted {
			if (price > 100) {
				price = price - price / 10;
			}
		}
	}

	record Shortened(List<Integer> numbers) {
		Shortened {
			if (numbers.size() > 2) {
				numbers = numbers.subList(1, numbers.size());
			}
		}
	}

	record Marked(String text) {
		Marked {
			if (text.startsWith("!")) {
				text = text + "!";
			}
		}
	}

	static final class Money {

		private BigDecimal amount;

		@JsonCreator
		Money(@JsonProperty("amount") BigDecimal amount) {
			this.amount = (amount.scale() > 2) ? amount.setScale(2, RoundingMode.HALF_UP) : amount;
		}

		static Money exact(String amount) {
			Money money = new Money(BigDecimal.ZERO);
			money.amount = new BigDecimal(amount);
			return money;
		}

	}

	static final class Counting {

		private final String name;

		private final int loads;

		@JsonCreator
		Counting(@JsonProperty("name") String name, @JsonProperty("loads") int loads) {
			this.name = name;
			this.loads = (loads > 5) ? loads + 1 : loads;
		}

	}

	static final class Lazy {

		private final String name;

		private transient @Nullable String cached;

		@JsonCreator
		Lazy(@JsonProperty("name") String name, @JsonProperty("cached") @Nullable String cached) {
			this.name = name;
		}

		Lazy with(String value) {
			this.cached = value;
			return this;
		}

	}

	static final class Email {

		private final String text;

		@JsonCreator
		Email(String text) {
			this.text = text;
		}

		@JsonValue
		String shown() {
			return this.text.toLowerCase(Locale.ROOT);
		}

	}

	static final class Temperature {

		private final double degrees;

		@JsonCreator
		Temperature(double degrees) {
			this.degrees = degrees;
		}

		@JsonValue
		double shown() {
			return Math.round(this.degrees * 10) / 10.0;
		}

	}

	record HasEmail(Email email) {
	}

	@JsonDeserialize(builder = Built.Builder.class)

	static final class Built {

		private final String name;

		private final int limit;

		Built(String name, int limit) {
			this.name = name;
			this.limit = limit;
		}

		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private String name = "";

			private int limit;

			Builder name(String value) {
				this.name = value;
				return this;
			}

			Builder limit(int value) {
				this.limit = Math.min(value, 99);
				return this;
			}

			Built build() {
				return new Built(this.name, this.limit);
			}

		}

	}

	@SuppressWarnings("NullableOptional")
	record HasOptional(@Nullable Optional<String> name) {
	}

	record HasOptionalInt(@Nullable OptionalInt number) {
	}

	record HasOptionalLong(@Nullable OptionalLong number) {
	}

	record HasOptionalDouble(@Nullable OptionalDouble number) {
	}

	record HasReference(@Nullable AtomicReference<String> name) {
	}

	record HasNode(@Nullable JsonNode node) {
	}

	record HasNested(Optional<Optional<String>> name) {
	}

	record HasMap(Map<String, String> map) {
	}

	record HasSet(Set<String> set) {
	}

	record HasLinked(LinkedHashMap<String, String> map) {
	}

	record HasNumber(BigDecimal number) {
	}

	record HasProperties(Properties properties) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", include = JsonTypeInfo.As.EXISTING_PROPERTY,
			visible = true)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Cat.class, name = "cat"),
			@JsonSubTypes.Type(value = Dog.class, name = "dog") })

	interface Pet {

	}

	record Cat(String kind, int age) implements Pet {
	}

	record Dog(String kind, int age) implements Pet {
	}

	@JacksonAnnotationsInside
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Lion.class, name = "cat"),
			@JsonSubTypes.Type(value = Wolf.class, name = "dog") })
	@Retention(RetentionPolicy.RUNTIME)
	@interface ByKind {

	}

	record Owner(String kind, @ByKind Beast beast) {
	}

	interface Beast {

	}

	record Lion(String name) implements Beast {
	}

	record Wolf(String name) implements Beast {
	}

	enum Color {

		RED

	}

	enum Hue {

		RED

	}

}
