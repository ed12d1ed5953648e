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
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.ConstructorResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.MethodResolver;
import org.springframework.expression.OperatorOverloader;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypeComparator;
import org.springframework.expression.TypeConverter;
import org.springframework.expression.TypeLocator;
import org.springframework.expression.TypedValue;

/**
 * Evaluation context of one call's key expression: the call's arguments, looked up in
 * place, and settings shared by all calls.
 */
final class CallContext implements EvaluationContext {

	private final EvaluationContext settings;

	private final Map<String, Integer> variables;

	private final @Nullable Object[] args;

	private final TypedValue root;

	CallContext(EvaluationContext settings, Map<String, Integer> variables, @Nullable Object[] args,
			@Nullable Root root) {
		this.settings = settings;
		this.variables = variables;
		this.args = args;
		this.root = (root != null) ? new TypedValue(root) : TypedValue.NULL;
	}

	@Override
	public TypedValue getRootObject() {
		return this.root;
	}

	@Override
	public @Nullable Object lookupVariable(String name) {
		Integer index = this.variables.get(name);
		return (index != null) ? this.args[index] : null;
	}

	@Override
	public void setVariable(String name, @Nullable Object value) {
		throw new UnsupportedOperationException("A key expression cannot set variables");
	}

	@Override
	public boolean isAssignmentEnabled() {
		return false;
	}

	@Override
	public boolean isCompilationSupported() {
		return this.settings.isCompilationSupported();
	}

	@Override
	public List<PropertyAccessor> getPropertyAccessors() {
		return this.settings.getPropertyAccessors();
	}

	@Override
	public List<IndexAccessor> getIndexAccessors() {
		return this.settings.getIndexAccessors();
	}

	@Override
	public List<ConstructorResolver> getConstructorResolvers() {
		return this.settings.getConstructorResolvers();
	}

	@Override
	public List<MethodResolver> getMethodResolvers() {
		return this.settings.getMethodResolvers();
	}

	@Override
	public @Nullable BeanResolver getBeanResolver() {
		return null;
	}

	@Override
	public TypeLocator getTypeLocator() {
		return this.settings.getTypeLocator();
	}

	@Override
	public TypeConverter getTypeConverter() {
		return this.settings.getTypeConverter();
	}

	@Override
	public TypeComparator getTypeComparator() {
		return this.settings.getTypeComparator();
	}

	@Override
	public OperatorOverloader getOperatorOverloader() {
		return this.settings.getOperatorOverloader();
	}

	/**
	 * Object that key expressions find at {@code #root}, with its components as
	 * properties.
	 *
	 * @param method the method that is called
	 * @param methodName its name
	 * @param args the arguments
	 * @param target the object that is called
	 * @param targetClass its type
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Root(Method method, String methodName, @Nullable Object[] args, Object target, Class<?> targetClass) {

	}

}
