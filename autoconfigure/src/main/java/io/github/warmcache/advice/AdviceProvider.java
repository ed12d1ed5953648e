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

package io.github.warmcache.advice;

import java.util.List;
import java.util.Set;

/**
 * Gives advice on the configuration of an application. Beans of this type add to what
 * Warmcache advises.
 *
 * @since 0.1.0
 */
public interface AdviceProvider {

	/**
	 * Return the ids of all advice that this provider may ever give. They are what
	 * {@code warmcache.advice.ignore} may name.
	 * @return the ids; always the same
	 */
	Set<String> ids();

	/**
	 * Return the advice for the application as it is now. Called again and again, by one
	 * thread at a time, from when the application is ready. It should take little time.
	 * If it takes more than five seconds, its thread is interrupted. Then, and if it
	 * throws an exception, it has no advice this time, and the first time is logged.
	 * @return the advice, empty if nothing is wrong
	 */
	List<Advice> advice();

}
