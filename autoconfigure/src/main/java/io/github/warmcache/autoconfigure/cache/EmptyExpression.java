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

package io.github.warmcache.autoconfigure.cache;

import java.util.function.Predicate;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheSettings;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * SpEL expression that selects the values that say that there is nothing. It can read
 * properties of a value and call its methods, and reaches nothing else. Thread-safe.
 */
final class EmptyExpression implements Predicate<Object> {

	private final Expression expression;

	private final EvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
		.withInstanceMethods()
		.build();

	private EmptyExpression(Expression expression) {
		this.expression = expression;
	}

	/**
	 * Parse an expression.
	 * @throws InvalidCacheConfigurationException if it is not one
	 */
	static EmptyExpression of(String text, CacheSettings settings) {
		try {
			return new EmptyExpression(new SpelExpressionParser().parseExpression(text));
		}
		catch (ParseException | IllegalStateException | IllegalArgumentException ex) {
			throw new InvalidCacheConfigurationException(settings.property("absent-when"),
					"is '%s', which is not an expression: %s".formatted(text, ex.getMessage()),
					"Write a SpEL expression of the value, such as 'orders.isEmpty()', or 'false' if no value is empty");
		}
	}

	@Override
	public boolean test(Object value) {
		return Boolean.TRUE.equals(this.expression.getValue(this.context, value, Boolean.class));
	}

}
