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

package io.github.warmcache.autoconfigure;

import io.github.warmcache.cache.tiered.TieredCacheBuilder;

/**
 * Changes how a cache is built, after the properties and before the cache exists. All
 * beans of this type are asked in their order, for each cache when it is made: at the
 * start, or when a cache of a pattern is first used, then by the thread that uses it.
 * <pre class="code">
 * &#64;Bean
 * TieredCacheBuilderCustomizer documentWeigher() {
 *     return (builder) -&gt; {
 *         if (builder.definition().name().equals("documents")) {
 *             builder.weigher((key, value) -&gt; ((Document) value).text().length());
 *         }
 *     };
 * }
 * </pre> What it throws fails the start, or the first use of a cache of a pattern.
 *
 * @since 0.1.0
 * @see SharedJsonMapperBuilderCustomizer
 */
@FunctionalInterface
public interface TieredCacheBuilderCustomizer {

	/**
	 * Change how a cache is built.
	 * @param builder the builder, with everything that properties and beans say; its
	 * definition says which cache it is
	 */
	void customize(TieredCacheBuilder builder);

}
