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

package io.github.warmcache.cache;

/**
 * Kind of an operation of a cache that is observed.
 *
 * @since 0.1.0
 */
public enum OperationKind {

	/**
	 * A cached method is called, and is in the sample of calls that are observed.
	 */
	READ,

	/**
	 * A source loads one key.
	 */
	LOAD_BY_SOURCE,

	/**
	 * The method body loads one key.
	 */
	LOAD_BY_METHOD,

	/**
	 * A value is put.
	 */
	PUT,

	/**
	 * A key is removed.
	 */
	EVICT,

	/**
	 * All keys are removed.
	 */
	CLEAR,

	/**
	 * The cache is filled before the pod is ready, whatever number of attempts that
	 * takes.
	 */
	WARMUP,

	/**
	 * The cache is filled again while the pod serves traffic.
	 */
	REWARM

}
