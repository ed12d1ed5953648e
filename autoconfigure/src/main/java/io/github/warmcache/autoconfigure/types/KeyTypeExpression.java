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

package io.github.warmcache.autoconfigure.types;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.IntLiteral;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ReflectionUtils;

/**
 * Type of a {@code key} expression, determined without evaluating it. Parameters, the
 * result, their properties and text are supported. The type of any other expression is
 * unknown.
 */
final class KeyTypeExpression {

	private static final String RESULT = "#result";

	private static final String ROOT = "#root";

	private final Method method;

	private final ResolvableType beanType;

	private final ResolvableType result;

	KeyTypeExpression(Method method, ResolvableType beanType, ResolvableType result) {
		this.method = method;
		this.beanType = beanType;
		this.result = result;
	}

	ResolvableType typeOf(String expression) {
		try {
			return typeOf(new SpelExpressionParser().parseRaw(expression).getAST());
		}
		catch (ParseException ex) {
			// Spring reports the error when the method is called.
			return ResolvableType.NONE;
		}
	}

	private ResolvableType typeOf(SpelNode node) {
		if (node instanceof StringLiteral) {
			return ResolvableType.forClass(String.class);
		}
		if (node instanceof OpPlus) {
			return isText(node) ? ResolvableType.forClass(String.class) : ResolvableType.NONE;
		}
		if (node instanceof VariableReference) {
			return variable(node.toStringAST());
		}
		if (node instanceof PropertyOrFieldReference property) {
			return rootProperty(property.getName());
		}
		return (node instanceof CompoundExpression) ? path(node) : ResolvableType.NONE;
	}

	private boolean isText(SpelNode plus) {
		for (int i = 0; i < plus.getChildCount(); i++) {
			if (typeOf(plus.getChild(i)).resolve() == String.class) {
				return true;
			}
		}
		return false;
	}

	private ResolvableType variable(String reference) {
		if (reference.equals(RESULT)) {
			return this.result;
		}
		int index = parameterIndex(reference.substring(1));
		return (index >= 0 && index < this.method.getParameterCount()) ? parameter(index) : ResolvableType.NONE;
	}

	private int parameterIndex(String name) {
		@Nullable String[] names = new DefaultParameterNameDiscoverer().getParameterNames(this.method);
		for (int i = 0; names != null && i < names.length; i++) {
			if (name.equals(names[i])) {
				return i;
			}
		}
		return name.matches("[pa]\\d{1,3}") ? Integer.parseInt(name.substring(1)) : -1;
	}

	private ResolvableType parameter(int index) {
		return CacheKeys.parameter(this.method, index, this.beanType);
	}

	private static ResolvableType rootProperty(String name) {
		return name.equals("methodName") ? ResolvableType.forClass(String.class) : ResolvableType.NONE;
	}

	private ResolvableType path(SpelNode compound) {
		int next = ROOT.equals(compound.getChild(0).toStringAST()) ? 1 : 0;
		SpelNode start = compound.getChild(next++);
		ResolvableType type;
		if (start instanceof PropertyOrFieldReference property && property.getName().equals("args")
				&& next < compound.getChildCount()) {
			type = argument(compound.getChild(next++));
		}
		else {
			type = typeOf(start);
		}
		while (next < compound.getChildCount() && type != ResolvableType.NONE) {
			type = step(type, compound.getChild(next++));
		}
		return type;
	}

	private ResolvableType argument(SpelNode index) {
		if (index instanceof Indexer && index.getChildCount() == 1 && index.getChild(0) instanceof IntLiteral) {
			return variable("#p" + index.getChild(0).toStringAST());
		}
		return ResolvableType.NONE;
	}

	private static ResolvableType step(ResolvableType owner, SpelNode node) {
		Class<?> raw = owner.resolve();
		if (raw == null) {
			return ResolvableType.NONE;
		}
		if (node instanceof PropertyOrFieldReference property) {
			return property(owner, raw, property.getName());
		}
		if (node instanceof MethodReference reference && reference.getChildCount() == 0) {
			return accessor(owner, raw, reference.getName());
		}
		return ResolvableType.NONE;
	}

	private static ResolvableType property(ResolvableType owner, Class<?> raw, String name) {
		PropertyDescriptor property = BeanUtils.getPropertyDescriptor(raw, name);
		if (property != null && property.getReadMethod() != null) {
			return returned(property.getReadMethod(), owner);
		}
		ResolvableType accessor = accessor(owner, raw, name);
		if (accessor != ResolvableType.NONE) {
			return accessor;
		}
		Field field = ReflectionUtils.findField(raw, name);
		return (field != null && Modifier.isPublic(field.getModifiers())) ? ResolvableType.forField(field, owner)
				: ResolvableType.NONE;
	}

	private static ResolvableType accessor(ResolvableType owner, Class<?> raw, String name) {
		Method accessor = ReflectionUtils.findMethod(raw, name);
		return (accessor != null && Modifier.isPublic(accessor.getModifiers())) ? returned(accessor, owner)
				: ResolvableType.NONE;
	}

	private static ResolvableType returned(Method method, ResolvableType owner) {
		return ResolvableType.forMethodParameter(MethodParameter.forExecutable(method, -1), owner);
	}

}
