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
import java.sql.Timestamp;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.warmcache.testsupport.values.ValueCase.Cases;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Types whose values hold below the top what their declaration does not tell.
 */
@SuppressWarnings({ "unused", "JdkObsolete", "JavaUtilDate" })
final class BelowTheTop {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private BelowTheTop() {
	}

	static List<ValueCase> cases() {
		Cases cases = new Cases("below:");
		classes(cases);
		lists(cases);
		maps(cases);
		leaves(cases);
		return cases.list();
	}

	private static void classes(Cases cases) {
		Dog dog = new Dog("rex", 7);
		cases.refused("a subclass in a field", new Zoo(dog, List.of()))
			.refused("a subclass in a list", new Zoo(null, List.of(new Animal("a"), dog)))
			.refused("a subclass in a map", new AnimalMap(Map.of("a", dog)))
			.refused("a subclass in an array", new AnimalArray(new Animal[] { dog }))
			.refused("an array of a subclass", new AnimalArray(new Dog[] { dog }))
			.refused("a subclass in an Optional", new AnimalOptional(Optional.of(dog)))
			.refused("a subclass in a reference", new AnimalReference(new AtomicReference<>(dog)))
			.refused("a list of a subclass", new TypeReference<List<Animal>>() {
			}, List.of(dog))
			.refused("a map of a subclass", new TypeReference<Map<String, Animal>>() {
			}, Map.of("a", dog))
			.refused("a subclass two levels down", new Zoos(Map.of("a", List.of(new Zoo(dog, List.of())))))
			.refused("an anonymous subclass", new Zoo(new Animal("a") {
			}, List.of()))
			.refused("a subclass in a generic", new TypeReference<Box<Animal>>() {
			}, new Box<>(dog))
			.equal("the declared class", new Zoo(new Animal("a"), List.of(new Animal("b"))))
			.equal("sealed types with ids", new Shapes(List.of(new Circle(1), new Square(2)), new Square(3)))
			.equal("sealed types with ids at the top", new TypeReference<Shape>() {
			}, new Circle(1))
			.equal("ids on a component", new HasVehicle(new Car("a")))
			.equal("ids of elements", new Vehicles(List.of(new Car("a"), new Bike(2))))
			.equal("ids by deduction", new HasDeduced(new DeducedB(7)))
			.equal("ids in a wrapper", new HasWrapped(List.of(new WrappedA("a"))))
			.equal("ids as an existing property", new HasExisting(new ExistingA("a", "x")))
			.refused("a class without an id", new HasOpen(new OpenC("a", 7)))
			.refused("a field that is named as its id", new HasClash(new ClashA("other")))
			.refused("an abstract class", new HasAbstract(new Concrete("a")))
			.refused("a cycle", cycle())
			.refused("a cycle through a list", treeWithParent())
			.equal("the same object twice", twice())
			.equal("a tree", new Tree("a", List.of(new Tree("b", List.of()))))
			.equal("nested generics", new TypeReference<Box<Map<String, List<Box<Integer>>>>>() {
			}, new Box<>(Map.of("a", List.of(new Box<>(1)))))
			.refused("a class that implements Map.Entry", new HasEntry(new OwnEntry("a", "b", "c")))
			.refused("an entry of a map", new HasMapEntry(new AbstractMap.SimpleEntry<>("a", "b")))
			.either("a class that implements Iterable", new HasIterable(new OwnIterable(List.of("a"), "b")))
			.either("a class that implements CharSequence", new HasText(new OwnText("a")))
			.refused("a class that extends Number", new HasOwnNumber(new OwnNumber(7, "m")));
	}

	private static Object cycle() {
		Node node = new Node();
		node.name = "a";
		node.next = node;
		return node;
	}

	private static Object treeWithParent() {
		Parent parent = new Parent();
		Child child = new Child();
		child.parent = parent;
		parent.children.add(child);
		return parent;
	}

	private static Object twice() {
		Animal animal = new Animal("a");
		return new Zoo(animal, List.of(animal, animal));
	}

	private static void lists(Cases cases) {
		cases.equal("a linked set as a set", new HasSet(linkedSet()))
			.equal("a hash set as a set", new HasSet(new HashSet<>(List.of("z", "a", "m"))))
			.equal("a set of the JDK", new HasSet(Set.of("z", "a", "m")))
			.equal("a tree set as a set", new HasSet(new TreeSet<>(List.of("z", "a", "m"))))
			.refused("a reversed tree set as a set", new HasSet(reversed()))
			.refused("a linked set as a hash set", new HasHashSet(linkedSet()))
			.refused("a reversed tree set", new HasTreeSet(reversed()))
			.refused("a reversed sorted set", new HasSortedSet(reversed()))
			.refused("a case insensitive set", new HasSortedSet(insensitive()))
			.equal("a natural sorted set", new HasSortedSet(new TreeSet<>(List.of("z", "a"))))
			.equal("a skip list set", new HasSkipListSet(new ConcurrentSkipListSet<>(List.of("z", "a"))))
			.refused("a priority queue with a comparator", new HasPriority(priority()))
			.equal("a priority queue", new HasPriority(new PriorityQueue<>(List.of(3, 1, 2))))
			.refused("a priority queue as a queue", new HasQueue(priority()))
			.equal("a linked list as a queue", new HasQueue(new LinkedList<>(List.of(3, 1, 2))))
			.equal("a deque", new HasDeque(new ArrayDeque<>(List.of(3, 1, 2))))
			.equal("an array deque", new HasArrayDeque(new ArrayDeque<>(List.of(3, 1, 2))))
			.equal("a concurrent queue", new HasConcurrentQueue(new ConcurrentLinkedQueue<>(List.of(3, 1))))
			.refused("a bounded queue", new HasBlockingQueue(new ArrayBlockingQueue<>(7, false, List.of(1))))
			.refused("a bounded linked queue", new HasLinkedBlockingQueue(new LinkedBlockingQueue<>(7)))
			.refused("a set as a collection", new HasCollection(Set.of("a")))
			.equal("a list as a collection", new HasCollection(List.of("b", "a")))
			.equal("values of a map as a collection", new HasCollection(new TreeMap<>(Map.of("a", "b")).values()))
			.equal("a list of the JDK", new HasList(List.of("b", "a")))
			.equal("a list of an array", new HasList(Arrays.asList("b", null)))
			.equal("an unmodifiable list", new HasList(Collections.unmodifiableList(list("b", "a"))))
			.equal("an empty list", new HasList(Collections.emptyList()))
			.equal("a list of one", new HasList(Collections.singletonList("a")))
			.equal("a linked list as a list", new HasList(new LinkedList<>(List.of("b", "a"))))
			.equal("a part of a list", new HasList(list("b", "a", "c").subList(1, 2)))
			.equal("a list for many threads", new HasCopyOnWrite(new CopyOnWriteArrayList<>(List.of("a"))))
			.equal("a vector and a stack", new HasVector(new Vector<>(List.of("a")), stack("a", "b")))
			.equal("nulls in a list", new HasList(list("a", null, "b")))
			.refused("a list with more fields", new HasTags(Tags.of("me", "a")))
			.refused("a list with more fields as a list", new HasList(Tags.of("me", "a")))
			.refused("a list made on the spot", new HasList(new ArrayList<>() {
				private static final long serialVersionUID = 1L;

				private String more = "a";

			}))
			.either("a list without more fields", new HasNames(Names.of("a")))
			.equal("an enum set", new HasEnumSet(EnumSet.of(Color.RED), EnumSet.noneOf(Color.class)))
			.equal("an enum set as a set", new HasColors(EnumSet.allOf(Color.class)))
			.equal("lists of lists", new HasLists(List.of(List.of(1), List.of(), List.of(2, 3))))
			.equal("arrays",
					new HasArrays(new int[] { 1, 2 }, new String[] { "a", null }, new long[][] { { 1 }, {} },
							new byte[] { 1, -1 }, new char[] { 'a' }, new double[] { Double.NaN, -0.0 }))
			.equal("an array of records", new TypeReference<Box<String>[]>() {
			}, boxes());
	}

	@SuppressWarnings("unchecked")
	private static Box<String>[] boxes() {
		return new Box[] { new Box<>("a"), null };
	}

	private static void maps(Cases cases) {
		cases.equal("a linked map as a map", new HasMap(linkedMap()))
			.equal("a hash map as a map", new HasMap(new HashMap<>(linkedMap())))
			.equal("a map of the JDK", new HasMap(Map.of("z", 1, "a", 2)))
			.equal("a tree map as a map", new HasMap(new TreeMap<>(linkedMap())))
			.refused("a case insensitive map as a map", new HasMap(insensitiveMap()))
			.refused("a case insensitive map", new HasTreeMap(insensitiveMap()))
			.refused("a reversed sorted map", new HasSortedMap(reversedMap()))
			.equal("a natural sorted map", new HasSortedMap(new TreeMap<>(linkedMap())))
			.equal("a navigable map", new HasNavigableMap(new TreeMap<>(linkedMap())))
			.refused("a linked map as a hash map", new HasHashMap(new LinkedHashMap<>(linkedMap())))
			.equal("a linked map", new HasLinkedMap(new LinkedHashMap<>(linkedMap())))
			.equal("a concurrent map", new HasConcurrentMap(new ConcurrentHashMap<>(linkedMap())))
			.equal("a concurrent hash map", new HasConcurrentHashMap(new ConcurrentHashMap<>(linkedMap())))
			.equal("a skip list map", new HasSkipListMap(new ConcurrentSkipListMap<>(linkedMap())))
			.refused("a skip list map with a comparator", new HasSkipListMap(reversedSkipList()))
			.refused("an identity map", new HasMap(new IdentityHashMap<>(linkedMap())))
			.equal("an enum map", new HasEnumMap(new EnumMap<>(Map.of(Color.RED, 1))))
			.equal("an enum map as a map", new HasColorMap(new EnumMap<>(Map.of(Color.RED, 1, Color.BLUE, 2))))
			.equal("an unmodifiable map", new HasMap(Collections.unmodifiableMap(linkedMap())))
			.equal("nulls in a map", new HasMap(nullMap()))
			.refused("a null key", new HasMap(nullKey()))
			.refused("properties with defaults", new HasProperties(properties()))
			.refused("a map with more fields", new HasAttributes(Attributes.of("a", 1)))
			.refused("a map with more fields as a map", new HasMap(Attributes.of("a", 1)));
	}

	private static void leaves(Cases cases) {
		cases.refused("a timestamp as a date", new HasDate(new Timestamp(1_700_000_000_123L)))
			.refused("a sql date as a date", new HasDate(new java.sql.Date(1_700_000_000_000L)))
			.refused("a timestamp in a list", new HasDates(List.of(new Timestamp(1))))
			.equal("a date", new HasDate(new Date(1_700_000_000_123L)))
			.equal("dates before the common era", new HasDate(new Date(-100_000_000_000_000L)))
			.refused("a timestamp", new HasTimestamp(new Timestamp(1)))
			.refused("a calendar", new HasCalendar(new GregorianCalendar(2026, Calendar.MARCH, 4)))
			.either("a Norwegian locale", new HasLocale(new Locale("no", "NO", "NY")))
			.either("a Hebrew locale", new HasLocale(new Locale("iw", "IL")))
			.either("a locale with extensions", new HasLocale(Locale.forLanguageTag("th-TH-u-nu-thai-x-lvariant-WIN")))
			.either("a locale with a script", new HasLocale(Locale.forLanguageTag("zh-Hant-TW")))
			.equal("no locale", new HasLocale(Locale.ROOT))
			.equal("a locale", new HasLocale(Locale.ITALY))
			.refused("a time zone of its own", new HasTimeZone(new SimpleTimeZone(3_600_000, "Mine")))
			.refused("a changed time zone", new HasTimeZone(changedZone()))
			.equal("a time zone", new HasTimeZone(TimeZone.getTimeZone("Europe/Rome")))
			.equal("a time zone by offset", new HasTimeZone(TimeZone.getTimeZone("GMT+5:30")))
			.refused("a subclass of BigDecimal", new HasDecimal(new OwnDecimal("1.0")))
			.equal("a tree of JSON", new HasNode(NODES.objectNode().put("a", 1).put("b", "c").put("d", 1.5)))
			.refused("JSON with decimals", new HasNode(NODES.objectNode().put("a", new BigDecimal("1.10"))))
			.refused("JSON with floats", new HasNode(NODES.arrayNode().add(1.5f)))
			.refused("JSON with small longs", new HasNode(NODES.arrayNode().add(5L)))
			.equal("JSON with large longs", new HasNode(NODES.arrayNode().add(1L << 40)))
			.refused("JSON with bytes", new HasNode(NODES.objectNode().put("a", new byte[] { 1 })))
			.refused("JSON with NaN", new HasNode(NODES.objectNode().put("a", Double.NaN)))
			.refused("JSON with an object", new HasNode(NODES.objectNode().set("a", NODES.pojoNode("b"))))
			.equal("JSON with null", new HasNode(NODES.objectNode().putNull("a")))
			.either("JSON null itself", new HasNode(NODES.nullNode()))
			.either("a list with numbers of another class", new HasLongs(polluted()));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static List<Long> polluted() {
		return (List) List.of(7);
	}

	private static TimeZone changedZone() {
		TimeZone zone = TimeZone.getTimeZone("Europe/Rome");
		zone.setRawOffset(0);
		return zone;
	}

	private static List<String> list(String... texts) {
		return new ArrayList<>(Arrays.asList(texts));
	}

	private static Stack<String> stack(String... texts) {
		Stack<String> stack = new Stack<>();
		stack.addAll(List.of(texts));
		return stack;
	}

	private static LinkedHashSet<String> linkedSet() {
		return new LinkedHashSet<>(List.of("z", "a", "m", "b", "y", "c"));
	}

	private static TreeSet<String> reversed() {
		TreeSet<String> set = new TreeSet<>(Comparator.reverseOrder());
		set.addAll(List.of("z", "a"));
		return set;
	}

	private static TreeSet<String> insensitive() {
		TreeSet<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		set.addAll(List.of("z", "A"));
		return set;
	}

	private static PriorityQueue<Integer> priority() {
		PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
		queue.addAll(List.of(1, 3, 2));
		return queue;
	}

	private static LinkedHashMap<String, Integer> linkedMap() {
		LinkedHashMap<String, Integer> map = new LinkedHashMap<>();
		List.of("z", "a", "m", "b", "y", "c").forEach((key) -> map.put(key, key.length()));
		return map;
	}

	private static Map<String, Integer> nullMap() {
		Map<String, Integer> map = linkedMap();
		map.put("nothing", null);
		return map;
	}

	private static Map<String, Integer> nullKey() {
		Map<String, Integer> map = linkedMap();
		map.put(null, 1);
		return map;
	}

	private static TreeMap<String, Integer> insensitiveMap() {
		TreeMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		map.putAll(linkedMap());
		return map;
	}

	private static TreeMap<String, Integer> reversedMap() {
		TreeMap<String, Integer> map = new TreeMap<>(Comparator.reverseOrder());
		map.putAll(linkedMap());
		return map;
	}

	private static ConcurrentSkipListMap<String, Integer> reversedSkipList() {
		ConcurrentSkipListMap<String, Integer> map = new ConcurrentSkipListMap<>(Comparator.reverseOrder());
		map.putAll(linkedMap());
		return map;
	}

	private static Properties properties() {
		Properties defaults = new Properties();
		defaults.setProperty("a", "b");
		Properties properties = new Properties(defaults);
		properties.setProperty("c", "d");
		return properties;
	}

	static class Animal {

		private String name;

		Animal() {
		}

		Animal(String name) {
			this.name = name;
		}

	}

	static class Dog extends Animal {

		private int age;

		Dog() {
		}

		Dog(String name, int age) {
			super(name);
			this.age = age;
		}

	}

	record Zoo(Animal animal, List<Animal> all) {
	}

	record Zoos(Map<String, List<Zoo>> zoos) {
	}

	record AnimalMap(Map<String, Animal> animals) {
	}

	record AnimalArray(Animal[] animals) {
	}

	record AnimalOptional(Optional<Animal> animal) {
	}

	record AnimalReference(AtomicReference<Animal> animal) {
	}

	record Box<T>(T content) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	record Shapes(List<Shape> shapes, Shape one) {
	}

	interface Vehicle {

	}

	record Car(String plate) implements Vehicle {
	}

	record Bike(int gears) implements Vehicle {
	}

	@JacksonAnnotationsInside
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(Car.class), @JsonSubTypes.Type(Bike.class) })
	@Retention(RetentionPolicy.RUNTIME)
	@interface Identified {

	}

	record HasVehicle(@Identified Vehicle vehicle) {
	}

	record Vehicles(@Identified List<Vehicle> vehicles) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
	@JsonSubTypes({ @JsonSubTypes.Type(DeducedA.class), @JsonSubTypes.Type(DeducedB.class) })
	interface Deduced {

	}

	record DeducedA(String first) implements Deduced {
	}

	record DeducedB(int second) implements Deduced {
	}

	record HasDeduced(Deduced deduced) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
	@JsonSubTypes(@JsonSubTypes.Type(WrappedA.class))
	interface WrappedApi {

	}

	@JsonTypeName("a")
	record WrappedA(String name) implements WrappedApi {
	}

	record HasWrapped(List<WrappedApi> wrapped) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind",
			visible = true)
	@JsonSubTypes(@JsonSubTypes.Type(value = ExistingA.class, name = "a"))
	interface Existing {

	}

	record ExistingA(String kind, String name) implements Existing {
	}

	record HasExisting(Existing existing) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = OpenA.class, name = "a"))
	static class Open {

		private String name;

		Open() {
		}

		Open(String name) {
			this.name = name;
		}

	}

	static class OpenA extends Open {

	}

	static class OpenC extends Open {

		private int number;

		OpenC() {
		}

		OpenC(String name, int number) {
			super(name);
			this.number = number;
		}

	}

	record HasOpen(Open open) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = ClashA.class, name = "a"))
	interface Clash {

	}

	record ClashA(String kind) implements Clash {
	}

	record HasClash(Clash clash) {
	}

	abstract static class Abstract {

	}

	static class Concrete extends Abstract {

		private String name;

		Concrete() {
		}

		Concrete(String name) {
			this.name = name;
		}

	}

	record HasAbstract(Abstract content) {
	}

	static class Node {

		private String name;

		private Node next;

	}

	static class Parent {

		private List<Child> children = new ArrayList<>();

	}

	static class Child {

		private Parent parent;

	}

	record Tree(String name, List<Tree> children) {
	}

	static class OwnEntry implements Map.Entry<String, String> {

		private String key;

		private String value;

		private String more;

		OwnEntry() {
		}

		OwnEntry(String key, String value, String more) {
			this.key = key;
			this.value = value;
			this.more = more;
		}

		@Override
		public String getKey() {
			return this.key;
		}

		@Override
		public String getValue() {
			return this.value;
		}

		@Override
		public String setValue(String value) {
			throw new UnsupportedOperationException();
		}

	}

	record HasEntry(OwnEntry entry) {
	}

	record HasMapEntry(Map.Entry<String, String> entry) {
	}

	static class OwnIterable implements Iterable<String> {

		private List<String> items;

		private String more;

		OwnIterable() {
		}

		OwnIterable(List<String> items, String more) {
			this.items = items;
			this.more = more;
		}

		@Override
		public Iterator<String> iterator() {
			return this.items.iterator();
		}

	}

	record HasIterable(OwnIterable iterable) {
	}

	static class OwnText implements CharSequence {

		private String text;

		OwnText() {
		}

		OwnText(String text) {
			this.text = text;
		}

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return this.text.subSequence(start, end);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	record HasText(OwnText text) {
	}

	static class OwnNumber extends Number {

		private static final long serialVersionUID = 1L;

		private int number;

		private String unit;

		OwnNumber() {
		}

		OwnNumber(int number, String unit) {
			this.number = number;
			this.unit = unit;
		}

		@Override
		public int intValue() {
			return this.number;
		}

		@Override
		public long longValue() {
			return this.number;
		}

		@Override
		public float floatValue() {
			return this.number;
		}

		@Override
		public double doubleValue() {
			return this.number;
		}

	}

	record HasOwnNumber(OwnNumber number) {
	}

	record HasSet(Set<String> set) {
	}

	record HasHashSet(HashSet<String> set) {
	}

	record HasTreeSet(TreeSet<String> set) {
	}

	record HasSortedSet(SortedSet<String> set) {
	}

	record HasSkipListSet(ConcurrentSkipListSet<String> set) {
	}

	record HasPriority(PriorityQueue<Integer> queue) {
	}

	record HasQueue(Queue<Integer> queue) {
	}

	record HasDeque(Deque<Integer> deque) {
	}

	record HasArrayDeque(ArrayDeque<Integer> deque) {
	}

	record HasConcurrentQueue(ConcurrentLinkedQueue<Integer> queue) {
	}

	record HasBlockingQueue(ArrayBlockingQueue<Integer> queue) {
	}

	record HasLinkedBlockingQueue(LinkedBlockingQueue<Integer> queue) {
	}

	record HasCollection(Collection<String> collection) {
	}

	record HasList(List<String> list) {
	}

	record HasLists(List<List<Integer>> lists) {
	}

	record HasCopyOnWrite(CopyOnWriteArrayList<String> list) {
	}

	record HasVector(Vector<String> vector, Stack<String> stack) {
	}

	static class Tags extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

		private String owner;

		static Tags of(String owner, String tag) {
			Tags tags = new Tags();
			tags.owner = owner;
			tags.add(tag);
			return tags;
		}

	}

	record HasTags(Tags tags) {
	}

	static class Names extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

		static Names of(String name) {
			Names names = new Names();
			names.add(name);
			return names;
		}

	}

	record HasNames(Names names) {
	}

	enum Color {

		RED, BLUE {

			@Override
			String nick() {
				return "b";
			}

		};

		String nick() {
			return "r";
		}

	}

	record HasEnumSet(EnumSet<Color> some, EnumSet<Color> none) {
	}

	record HasColors(Set<Color> colors) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record HasArrays(int[] ints, String[] texts, long[][] longs, byte[] bytes, char[] chars, double[] doubles) {
	}

	record HasMap(Map<String, Integer> map) {
	}

	record HasTreeMap(TreeMap<String, Integer> map) {
	}

	record HasSortedMap(SortedMap<String, Integer> map) {
	}

	record HasNavigableMap(NavigableMap<String, Integer> map) {
	}

	record HasHashMap(HashMap<String, Integer> map) {
	}

	record HasLinkedMap(LinkedHashMap<String, Integer> map) {
	}

	record HasConcurrentMap(ConcurrentMap<String, Integer> map) {
	}

	record HasConcurrentHashMap(ConcurrentHashMap<String, Integer> map) {
	}

	record HasSkipListMap(ConcurrentSkipListMap<String, Integer> map) {
	}

	record HasEnumMap(EnumMap<Color, Integer> map) {
	}

	record HasColorMap(Map<Color, Integer> map) {
	}

	record HasProperties(Properties properties) {
	}

	static class Attributes extends HashMap<String, Integer> {

		private static final long serialVersionUID = 1L;

		private String more = "a";

		static Attributes of(String key, int value) {
			Attributes attributes = new Attributes();
			attributes.put(key, value);
			attributes.more = "b";
			return attributes;
		}

	}

	record HasAttributes(Attributes attributes) {
	}

	record HasDate(Date date) {
	}

	record HasDates(List<Date> dates) {
	}

	record HasTimestamp(Timestamp at) {
	}

	record HasCalendar(Calendar at) {
	}

	record HasLocale(Locale locale) {
	}

	record HasTimeZone(TimeZone zone) {
	}

	static class OwnDecimal extends BigDecimal {

		private static final long serialVersionUID = 1L;

		OwnDecimal(String text) {
			super(text);
		}

	}

	record HasDecimal(BigDecimal decimal) {
	}

	record HasNode(JsonNode node) {
	}

	record HasLongs(List<Long> longs) {
	}

}
