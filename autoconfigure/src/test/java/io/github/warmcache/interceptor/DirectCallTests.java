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

package io.github.warmcache.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.interceptor.CachedMethodShapes.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls of cached methods do what they do with Spring's own interceptor and
 * cache, those that take a shorter way and those that do not.
 */
class DirectCallTests {

	private static final ApplicationContextRunner SPRING = new ApplicationContextRunner()
		.withUserConfiguration(SpringCaching.class, Application.class);

	private static final ApplicationContextRunner OURS = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheCachingAutoConfiguration.class))
		.withUserConfiguration(TestCacheManager.class, Application.class);

	static Stream<Case> direct() {
		Request request = new Request(7L, "Main Street");
		return Stream.of(new Case("no argument", CachedMethodShapes::none, CachedMethodShapes::none),
				new Case("one argument", (it) -> it.one("a"), (it) -> it.one(text("a")), (it) -> it.one("b"),
						(it) -> it.one(null), (it) -> it.one(null), (it) -> it.one(new int[] { 1 }),
						(it) -> it.one(new int[] { 1 })),
				new Case("a primitive", (it) -> it.primitive(1000), (it) -> it.primitive(1000)),
				new Case("an array", (it) -> it.array(new int[] { 1, 2 }), (it) -> it.array(new int[] { 1, 2 }),
						(it) -> it.array(null), (it) -> it.array(new int[] { 1, 3 })),
				new Case("two arguments", (it) -> it.two("a", 1), (it) -> it.two(text("a"), 1), (it) -> it.two(1, "a"),
						(it) -> it.two(null, "a"), (it) -> it.two(null, "a"), (it) -> it.two("a", null)),
				new Case("a bridge", (it) -> it.generic(1L), (it) -> ((GenericMethods<Long, String>) it).generic(1L),
						(it) -> it.declared("A"), (it) -> it.declared("A")),
				new Case("null", (it) -> it.nothing(1), (it) -> it.nothing(1)),
				new Case("optionals", (it) -> it.optional("a"), (it) -> it.optional("a"), (it) -> it.optional("empty"),
						(it) -> it.optional("empty")),
				new Case("exceptions", (it) -> it.failing("checked"), (it) -> it.failing("checked"),
						(it) -> it.failing("runtime"), (it) -> it.failing("error"), (it) -> it.failing("interrupt")),
				new Case("#id", (it) -> it.named("a", 1), (it) -> it.named("a", 2), (it) -> it.named(null, 1)),
				new Case("#p1", (it) -> it.byIndex("a", 1), (it) -> it.byIndex("b", 1)),
				new Case("#a0", (it) -> it.byArgument("a", 1), (it) -> it.byArgument("a", 2)),
				new Case("parameters named like indexes", (it) -> it.shadowed("a", "b"), (it) -> it.shadowed("c", "b"),
						(it) -> it.shadowed("a", null), (it) -> it.shadowing("a", "b", "c"),
						(it) -> it.shadowing("x", "b", "c")),
				new Case("#root.args", (it) -> it.rootArgs("a", 1), (it) -> it.rootArgs("b", 1),
						(it) -> it.bareArgs("a", 1), (it) -> it.bareArgs("a", 2)),
				new Case("#root.methodName", (it) -> it.methodName(1), (it) -> it.methodName(1),
						(it) -> it.methodName(null), (it) -> it.bareMethodName(1), (it) -> it.bareMethodName(2)),
				new Case("#root.target", (it) -> it.target(1), (it) -> it.target(2)),
				new Case("#request.id", (it) -> it.property(request), (it) -> it.property(new Request(7L, null)),
						(it) -> it.property(new Request("7", null)), (it) -> it.property(new Request(null, null)),
						(it) -> it.property(null)),
				new Case("a path", (it) -> it.path(request), (it) -> it.path(request),
						(it) -> it.path(new Request(7L, null))),
				new Case("a null-safe path", (it) -> it.safe(request), (it) -> it.safe(new Request(7L, null)),
						(it) -> it.safe(null)),
				new Case("text", (it) -> it.text("a", "b"), (it) -> it.text(text("a"), "b"), (it) -> it.text(1, 2L),
						(it) -> it.text(1, 2), (it) -> it.text(null, "b"), (it) -> it.text("a", null),
						(it) -> it.text(null, null)),
				new Case("a list", (it) -> it.list(1, "A"), (it) -> it.list(1, "a"), (it) -> it.list(null, "a"),
						(it) -> it.list(1, null)),
				new Case("operators", (it) -> it.operators(2), (it) -> it.operators(5), (it) -> it.operators(4),
						(it) -> it.operators(4)),
				new Case("indexes", (it) -> it.index(Map.of("id", "a"), List.of("b"), 0),
						(it) -> it.index(Map.of("id", "a", "b", ""), List.of("b"), 0),
						(it) -> it.index(Map.of("id", "a"), List.of("b"), 1)),
				new Case("what throws", (it) -> it.throwing(request), (it) -> it.absent("a"), (it) -> it.absent(1)));
	}

	static Stream<Case> springs() {
		return Stream.of(
				new Case("variable arguments", (it) -> it.varargs("a"), (it) -> it.varargs("a"),
						(it) -> it.varargs("a", "b"), CachedMethodShapes::varargs),
				new Case("#root.caches", (it) -> it.caches(1), (it) -> it.caches(1)),
				new Case("#root", (it) -> it.root(1), (it) -> it.root(2)),
				new Case("an unknown variable", (it) -> it.unknown(1)), new Case("#result", (it) -> it.result(1)),
				new Case("a bean", (it) -> it.bean(1), (it) -> it.bean(1)),
				new Case("a type", (it) -> it.type(1), (it) -> it.type(1)),
				new Case("an instance", (it) -> it.instance("1"), (it) -> it.instance("1")),
				new Case("an assignment", (it) -> it.assigned(1), (it) -> it.assigned(2)),
				new Case("a projection", (it) -> it.projected(List.of("a")), (it) -> it.projected(List.of("b"))),
				new Case("no expression", (it) -> it.wrong(1)),
				new Case("a condition", (it) -> it.condition(3), (it) -> it.condition(3), (it) -> it.condition(4),
						(it) -> it.condition(4)),
				new Case("unless", (it) -> it.unless(1), (it) -> it.unless(1)),
				new Case("a key generator", (it) -> it.generator(1), (it) -> it.generator(2)),
				new Case("several caches", (it) -> it.several(1), (it) -> it.several(1)));
	}

	@ParameterizedTest
	@MethodSource
	void direct(Case tested) {
		List<String> expected = tested.outcomes(SPRING, null);
		assertThat(tested.outcomes(OURS, true)).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource
	void springs(Case tested) {
		List<String> expected = tested.outcomes(SPRING, null);
		assertThat(tested.outcomes(OURS, false)).isEqualTo(expected);
	}

	private static String text(String equal) {
		return new StringBuilder(equal).toString();
	}

	/**
	 * Calls made one after the other.
	 *
	 * @param name what is special about them
	 * @param calls the calls
	 */
	record Case(String name, Call... calls) {

		List<String> outcomes(ApplicationContextRunner runner, Boolean direct) {
			List<String> outcomes = new ArrayList<>();
			runner.run((context) -> {
				CachedMethodShapes shapes = context.getBean(CachedMethodShapes.class);
				Arrays.stream(this.calls).forEach((call) -> outcomes.add(outcome(call, shapes)));
				if (direct != null && shapes.runs() > 0) {
					assertThat(shapes.wasDirect()).isEqualTo(direct);
				}
			});
			return outcomes;
		}

		private static String outcome(Call call, CachedMethodShapes shapes) {
			try {
				return String.valueOf(call.on(shapes));
			}
			catch (Throwable ex) {
				// What Spring says of the operation contains that it is synchronized
				// here.
				return (ex + " by " + ex.getCause()).replace("sync='true'", "sync='false'");
			}
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Call of a method.
	 */
	@FunctionalInterface
	interface Call {

		Object on(CachedMethodShapes shapes) throws Throwable;

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		CachedMethodShapes shapes() {
			return new CachedMethodShapes();
		}

		@Bean
		String suffix() {
			return "suffix";
		}

		@Bean
		KeyGenerator constantKeys() {
			return (target, method, params) -> "constant";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class SpringCaching {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

}
