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

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.util.StringUtils;

/**
 * Finds out how to make the keys of a method's calls. Thread-safe.
 */
final class CallKeys {

	private final SpelExpressionParser parser = new SpelExpressionParser();

	private final DefaultParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final EvaluationContext settings = new StandardEvaluationContext();

	/**
	 * Return the maker of a method's keys, or {@code null} if Spring has to make them.
	 */
	@Nullable CallKey find(CacheableOperation operation, KeyGenerator generator, Method method, Class<?> targetClass) {
		if (StringUtils.hasText(operation.getKey())) {
			return find(this.parser.parseRaw(operation.getKey()), method, targetClass);
		}
		return (generator.getClass() == SimpleKeyGenerator.class)
				? (target, args) -> SimpleKeyGenerator.generateKey(args) : null;
	}

	private @Nullable CallKey find(SpelExpression expression, Method method, Class<?> targetClass) {
		Method bridged = BridgeMethodResolver.findBridgedMethod(method);
		Map<String, Integer> variables = variables(
				Proxy.isProxyClass(targetClass) ? bridged : AopUtils.getMostSpecificMethod(method, targetClass));
		CallKeyExpression checked = CallKeyExpression.check(expression.getAST(), variables.keySet());
		if (!checked.isSelfContained()) {
			return null;
		}
		Integer index = (expression.getAST() instanceof VariableReference variable)
				? variables.get(CallKeyExpression.name(variable)) : null;
		if (index != null) {
			int argument = index;
			return (target, args) -> args[argument];
		}
		return (target, args) -> expression.getValue(new CallContext(this.settings, variables, args, checked.usesRoot()
				? new CallContext.Root(bridged, bridged.getName(), args, target, targetClass) : null));
	}

	/**
	 * Return the argument index of each variable. Names are added in Spring's order, so
	 * that a later one replaces an equal one.
	 */
	private Map<String, Integer> variables(Method method) {
		@Nullable String[] names = this.parameterNames.getParameterNames(method);
		Map<String, Integer> result = new HashMap<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			result.put("a" + i, i);
			result.put("p" + i, i);
			if (names != null && names[i] != null) {
				result.put(names[i], i);
			}
		}
		return result;
	}

	/**
	 * Makes the keys of the calls of one method, equal to Spring's.
	 */
	@FunctionalInterface
	interface CallKey {

		/**
		 * Return the key of a call.
		 * @param target the object that is called
		 * @param args the arguments
		 * @return the key, or {@code null} if Spring has to report that there is none
		 */
		@Nullable Object of(Object target, @Nullable Object[] args);

	}

}
