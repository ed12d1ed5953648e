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

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.cache.annotation.Cacheable;

/**
 * Cached methods of all shapes. What they return tells how often they ran.
 */
class CachedMethodShapes implements GenericMethods<Long, String> {

	private static final StackWalker STACK = StackWalker.getInstance();

	private int runs;

	private boolean direct;

	/**
	 * Return whether the method that ran last was called past Spring's own interceptor.
	 */
	public boolean wasDirect() {
		return this.direct;
	}

	public int runs() {
		return this.runs;
	}

	public String getPrefix() {
		return "prefix";
	}

	private String run(Object... args) {
		this.direct = STACK.walk((frames) -> frames.noneMatch((frame) -> frame.getMethodName().equals("execute")
				&& frame.getClassName().endsWith("CacheAspectSupport")));
		return List.of(args) + " run " + ++this.runs;
	}

	@Cacheable("none")
	public String none() {
		return run();
	}

	@Cacheable("one")
	public String one(Object id) {
		return run((id instanceof int[] ids) ? ids.length : String.valueOf(id));
	}

	@Cacheable("primitive")
	public String primitive(long id) {
		return run(id);
	}

	@Cacheable("array")
	public String array(int[] ids) {
		return run(ids.length);
	}

	@Cacheable("two")
	public String two(Object id, Object other) {
		return run(String.valueOf(id), String.valueOf(other));
	}

	@Cacheable("varargs")
	public String varargs(String... ids) {
		return run(ids.length);
	}

	@Cacheable("generic")
	@Override
	public String generic(Long id) {
		return run(id);
	}

	@Cacheable("nothing")
	public Object nothing(long id) {
		run(id);
		return null;
	}

	@Cacheable("optional")
	public Optional<String> optional(String id) {
		String run = run(id);
		return switch (id) {
			case "null" -> null;
			case "empty" -> Optional.empty();
			default -> Optional.of(run);
		};
	}

	@Cacheable("failing")
	public String failing(String how) throws Exception {
		String run = run(how);
		switch (how) {
			case "checked" -> throw new IOException(run);
			case "runtime" -> throw new IllegalArgumentException(run);
			case "error" -> throw new StackOverflowError(run);
			default -> throw new InterruptedException(run);
		}
	}

	@Cacheable(cacheNames = "named", key = "#id")
	public String named(Object id, Object other) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "p", key = "#p1")
	public String byIndex(Object id, Object other) {
		return run(String.valueOf(other));
	}

	@Cacheable(cacheNames = "a", key = "#a0")
	public String byArgument(Object id, Object other) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "shadow", key = "#p1")
	public String shadowed(String p1, String other) {
		return run(p1, other);
	}

	@Cacheable(cacheNames = "shadow", key = "#p1")
	public String shadowing(String other, String p0, String p1) {
		return run(p1, other);
	}

	@Cacheable(cacheNames = "args", key = "#root.args[1]")
	public String rootArgs(Object id, Object other) {
		return run(String.valueOf(other));
	}

	@Cacheable(cacheNames = "args", key = "args[0]")
	public String bareArgs(Object id, Object other) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "methodName", key = "#root.methodName + #id")
	public String methodName(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "methodName", key = "methodName")
	public String bareMethodName(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "target", key = "#root.target.prefix + #root.targetClass.simpleName + #root.method.name")
	public String target(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "caches", key = "#root.caches[0].name + #id")
	public String caches(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "root", key = "#root.toString().length() > 0")
	public String root(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "property", key = "#request.id")
	public String property(Request request) {
		return run(String.valueOf(request));
	}

	@Cacheable(cacheNames = "path", key = "#request.address.street.toUpperCase()")
	public String path(Request request) {
		return run(String.valueOf(request));
	}

	@Cacheable(cacheNames = "safe", key = "#request?.address?.street ?: 'nowhere'")
	public String safe(Request request) {
		return run(String.valueOf(request));
	}

	@Cacheable(cacheNames = "text", key = "#id + ':' + #other")
	public String text(Object id, Object other) {
		return run(String.valueOf(id), String.valueOf(other));
	}

	@Cacheable(cacheNames = "list", key = "{#id, #other.toLowerCase()}")
	public String list(Object id, String other) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "operators", key = "#id > 3 and !(#id == 5) ? #id * 2 - 1 : -#id")
	public String operators(long id) {
		return run(id);
	}

	@Cacheable(cacheNames = "index", key = "#map['id'] + #list[0] + #list[#at]")
	public String index(Map<String, String> map, List<String> list, int at) {
		return run(map, list, at);
	}

	@Cacheable(cacheNames = "unknown", key = "#nobody")
	public String unknown(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "result", key = "#result")
	public String result(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "bean", key = "@suffix + #id")
	public String bean(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "type", key = "T(java.util.Objects).hash(#id)")
	public String type(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "instance", key = "new java.math.BigDecimal(#id)")
	public String instance(String id) {
		return run(id);
	}

	@Cacheable(cacheNames = "assigned", key = "#id = 7")
	public String assigned(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "projected", key = "#ids.![length()]")
	public String projected(List<String> ids) {
		return run(ids);
	}

	@Cacheable(cacheNames = "wrong", key = "#id +")
	public String wrong(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "absent", key = "#id.nothing")
	public String absent(Object id) {
		return run(String.valueOf(id));
	}

	@Cacheable(cacheNames = "throwing", key = "#request.fail()")
	public String throwing(Request request) {
		return run(String.valueOf(request));
	}

	@Cacheable(cacheNames = "condition", condition = "#id > 3")
	public String condition(long id) {
		return run(id);
	}

	@Cacheable(cacheNames = "unless", unless = "#result == null")
	public String unless(long id) {
		run(id);
		return null;
	}

	@Cacheable(cacheNames = "generator", keyGenerator = "constantKeys")
	public String generator(long id) {
		return run(id);
	}

	@Cacheable({ "first", "second" })
	public String several(long id) {
		return run(id);
	}

	record Address(String street) {

	}

	static class Request {

		private final Object id;

		private final Address address;

		Request(Object id, String street) {
			this.id = id;
			this.address = (street != null) ? new Address(street) : null;
		}

		public Object getId() {
			return this.id;
		}

		public Address getAddress() {
			return this.address;
		}

		public Object fail() {
			throw new IllegalStateException("on purpose");
		}

		@Override
		public String toString() {
			return "request " + this.id;
		}

	}

}
