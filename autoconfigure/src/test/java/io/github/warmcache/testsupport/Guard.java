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

package io.github.warmcache.testsupport;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * A method of the code under test that does something else until this is closed: a guard
 * that is switched off, so that a test can show what fails without it. The code itself
 * has no such switches. In force in the whole JVM, so tests that use it do not run beside
 * others.
 */
public final class Guard implements AutoCloseable {

	private static final Map<String, Replacement> REPLACEMENTS = new ConcurrentHashMap<>();

	private static final Map<String, Consumer<Object[]>> WATCHERS = new ConcurrentHashMap<>();

	private static final ThreadLocal<Set<String>> PROCEEDING = ThreadLocal.withInitial(HashSet::new);

	private static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

	private final Map<String, ?> registered;

	private final String id;

	private final ResettableClassFileTransformer transformer;

	private Guard(Class<?> type, String method, Map<String, ?> registered, Class<?> advice) {
		this.registered = registered;
		this.id = id(type, method);
		AsmVisitorWrapper visitor = Advice.withCustomMapping()
			.bind(Id.class, this.id)
			.to(advice)
			.on(ElementMatchers.named(method));
		// JaCoCo adds members to classes, so these may be changed but not made anew.
		this.transformer = new AgentBuilder.Default().disableClassFormatChanges()
			.with(RedefinitionStrategy.RETRANSFORMATION)
			.with(new AgentBuilder.Listener.Adapter() {

				@Override
				public void onError(String name, @Nullable ClassLoader loader,
						net.bytebuddy.utility.@Nullable JavaModule module, boolean loaded, Throwable ex) {
					throw new IllegalStateException("Cannot change " + name, ex);
				}

			})
			.type(ElementMatchers.is(type))
			.transform((builder, description, loader, module, domain) -> builder.visit(visitor))
			.installOn(INSTRUMENTATION);
	}

	/**
	 * Let all methods of a name do nothing and return a value of the test's.
	 * @param type the class that declares them
	 * @param method their name
	 * @param result what they return; {@code null} also for a method that returns nothing
	 * @return the guard that is off, to be closed
	 */
	public static Guard disabled(Class<?> type, String method, @Nullable Object result) {
		return replaced(type, method, (call) -> result);
	}

	/**
	 * Let all methods of a name do something else.
	 * @param type the class that declares them
	 * @param method their name
	 * @param replacement what they do
	 * @return the guard that is off, to be closed
	 */
	public static Guard replaced(Class<?> type, String method, Replacement replacement) {
		Method declared = requireMethod(type, method);
		register(REPLACEMENTS, type, method, replacement);
		boolean isVoid = declared.getReturnType() == void.class;
		return new Guard(type, method, REPLACEMENTS, isVoid ? ReplaceVoid.class : Replace.class);
	}

	/**
	 * Be told of every call of a method before it begins, on the thread that calls.
	 * @param type the class that declares them
	 * @param method their name
	 * @param watcher takes the arguments
	 * @return the watch, to be closed
	 */
	public static Guard watched(Class<?> type, String method, Consumer<Object[]> watcher) {
		requireMethod(type, method);
		register(WATCHERS, type, method, watcher);
		return new Guard(type, method, WATCHERS, Watch.class);
	}

	/**
	 * Find a class that a test in another package cannot name.
	 * @param name its name below the root package, such as {@code cache.Fence}
	 * @return the class
	 */
	public static Class<?> type(String name) {
		try {
			return Class.forName("io.github.warmcache." + name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static Method requireMethod(Class<?> type, String method) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((declared) -> declared.getName().equals(method))
			.findAny()
			.orElseThrow(() -> new IllegalArgumentException("There is no " + id(type, method)));
	}

	private static <T> void register(Map<String, T> registry, Class<?> type, String method, T value) {
		if (registry.putIfAbsent(id(type, method), value) != null) {
			throw new IllegalStateException(id(type, method) + " is already something else");
		}
	}

	private static String id(Class<?> type, String method) {
		return type.getName() + "." + method;
	}

	@Override
	public void close() {
		this.transformer.reset(INSTRUMENTATION, RedefinitionStrategy.RETRANSFORMATION);
		this.registered.remove(this.id);
	}

	/**
	 * For the code that is woven in.
	 * @param id what is replaced
	 * @return whether the method is to be left out
	 */
	public static boolean isLeftOut(String id) {
		return !PROCEEDING.get().contains(id);
	}

	/**
	 * For the code that is woven in.
	 * @param id what is replaced
	 * @param self whose method it is
	 * @param method the method
	 * @param arguments its arguments
	 * @return its result
	 * @throws Throwable what the replacement throws
	 */
	public static @Nullable Object result(String id, @Nullable Object self, Method method, Object[] arguments)
			throws Throwable {
		Replacement replacement = REPLACEMENTS.get(id);
		Call call = new Call(id, self, method, arguments);
		return (replacement != null) ? replacement.call(call) : call.proceed();
	}

	/**
	 * For the code that is woven in.
	 * @param id what is watched
	 * @param arguments its arguments
	 */
	public static void called(String id, Object[] arguments) {
		Consumer<Object[]> watcher = WATCHERS.get(id);
		if (watcher != null) {
			watcher.accept(arguments);
		}
	}

	/**
	 * Marks where the woven code gets the name of the method.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	public @interface Id {

	}

	/**
	 * What a method does instead.
	 */
	@FunctionalInterface
	public interface Replacement {

		/**
		 * Do it.
		 * @param call what was called
		 * @return the result, {@code null} for a method without one
		 * @throws Throwable what the method throws
		 */
		@Nullable Object call(Call call) throws Throwable;

	}

	/**
	 * Call of a method that does something else.
	 *
	 * @param id the name of the method
	 * @param self whose method it is, {@code null} for a static one
	 * @param method the method
	 * @param arguments its arguments
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Call(String id, @Nullable Object self, Method method, Object[] arguments) {

		/**
		 * Do what the method does.
		 * @return its result
		 * @throws Throwable what it throws
		 */
		public @Nullable Object proceed() throws Throwable {
			PROCEEDING.get().add(this.id);
			try {
				this.method.setAccessible(true);
				return this.method.invoke(this.self, this.arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
			finally {
				PROCEEDING.get().remove(this.id);
			}
		}

	}

	/**
	 * Woven into a method with a result.
	 */
	static final class Replace {

		private Replace() {
		}

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean enter(@Id String id) {
			return Guard.isLeftOut(id);
		}

		@Advice.OnMethodExit
		@SuppressWarnings("UnusedVariable")
		static void exit(@Advice.Enter boolean leftOut, @Id String id,
				@Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) @Nullable Object self,
				@Advice.Origin Method method, @Advice.AllArguments Object[] arguments,
				@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result)
				throws Throwable {
			if (leftOut) {
				result = Guard.result(id, self, method, arguments);
			}
		}

	}

	/**
	 * Woven into a method without a result.
	 */
	static final class ReplaceVoid {

		private ReplaceVoid() {
		}

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean enter(@Id String id) {
			return Guard.isLeftOut(id);
		}

		@Advice.OnMethodExit
		static void exit(@Advice.Enter boolean leftOut, @Id String id,
				@Advice.This(optional = true, typing = Assigner.Typing.DYNAMIC) @Nullable Object self,
				@Advice.Origin Method method, @Advice.AllArguments Object[] arguments) throws Throwable {
			if (leftOut) {
				Guard.result(id, self, method, arguments);
			}
		}

	}

	/**
	 * Woven into a method that is watched.
	 */
	static final class Watch {

		private Watch() {
		}

		@Advice.OnMethodEnter
		static void enter(@Id String id, @Advice.AllArguments Object[] arguments) {
			Guard.called(id, arguments);
		}

	}

}
