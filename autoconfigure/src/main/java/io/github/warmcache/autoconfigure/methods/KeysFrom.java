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

package io.github.warmcache.autoconfigure.methods;

import org.jspecify.annotations.Nullable;

/**
 * Reference to a bean's method that returns the arguments for calls of another method.
 *
 * @param beanName the name of the bean, which may contain dots
 * @param methodName the name of the method
 */
record KeysFrom(String beanName, String methodName) {

	static @Nullable KeysFrom parse(String text) {
		int dot = text.lastIndexOf('.');
		return (dot > 0 && dot < text.length() - 1) ? new KeysFrom(text.substring(0, dot), text.substring(dot + 1))
				: null;
	}

}
