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
 * Customizer of the builder of a cache, called after the properties are applied and
 * before the cache exists. All beans of this type are called in their order when a cache
 * is created: at the start or, if it is unknown until then, by the thread that uses it.
 * <pre class="code">
 * &#64;Bean
 * TieredCacheBuilderCustomizer documentWeigher() {
 *     return (builder) -&gt; {
 *         if (builder.definition().name().equals("documents")) {
 *             builder.weigher((key, value) -&gt; ((Document) value).text().length());
 *         }
 *     };
 * }
 * </pre> An exception that it throws fails the start, or the first use of the cache.
 *
 * @since 0.1.0
 * @see SharedJsonMapperBuilderCustomizer
 */
@FunctionalInterface
public interface TieredCacheBuilderCustomizer {

	/**
	 * Customize the builder of a cache.
	 * @param builder the builder, with all properties and beans applied; its definition
	 * has the name of the cache
	 */
	void customize(TieredCacheBuilder builder);

}
