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

import org.jspecify.annotations.Nullable;

/**
 * Object that key expressions find at {@code #root}, with its components as properties.
 *
 * @param method the method that is called
 * @param methodName its name
 * @param args the arguments
 * @param target the object that is called
 * @param targetClass its type
 */
@SuppressWarnings("ArrayRecordComponent")
record CallRoot(Method method, String methodName, @Nullable Object[] args, Object target, Class<?> targetClass) {

}
