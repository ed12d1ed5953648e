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

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Types of the values that Spring caches for the results of methods. Spring caches the
 * content of an {@link Optional}, a future or a publisher, and the elements of a
 * publisher of many as a list.
 */
final class ReturnedValues {

	private ReturnedValues() {
	}

	static ResolvableType typeOf(Method method, ResolvableType beanType) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			return ResolvableType.NONE;
		}
		ResolvableType returned = ResolvableType.forMethodParameter(MethodParameter.forExecutable(method, -1),
				beanType);
		return KnownTypes.of(unwrap(returned));
	}

	private static ResolvableType unwrap(ResolvableType returned) {
		Class<?> raw = returned.resolve(Object.class);
		if (raw == Optional.class) {
			return returned.getGeneric();
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return returned.as(CompletionStage.class).getGeneric();
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
		if (adapter == null) {
			return (raw != void.class) ? returned : ResolvableType.NONE;
		}
		if (adapter.isNoValue()) {
			return ResolvableType.NONE;
		}
		ResolvableType element = returned.as(adapter.getReactiveType()).getGeneric();
		return adapter.isMultiValue() ? listOf(element) : element;
	}

	private static ResolvableType listOf(ResolvableType element) {
		@Nullable ResolvableType known = KnownTypes.of(element);
		return (known != ResolvableType.NONE) ? ResolvableType.forClassWithGenerics(List.class, known)
				: ResolvableType.NONE;
	}

}
