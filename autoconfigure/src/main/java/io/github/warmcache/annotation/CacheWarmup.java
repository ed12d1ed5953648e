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

package io.github.warmcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Calls a {@code @Cacheable} method before the pod takes traffic, so that its cache holds
 * the results. Calls go through the proxy of the bean like any other: keys, conditions
 * and the tiers of the cache apply.
 * <p>
 * A method with parameters needs exactly one of {@link #keys()}, {@link #keysFrom()} and
 * {@link #query()}; a method without parameters needs none and is called once. A failed
 * call fails the attempt to warm the cache. The next attempt begins with the first key
 * again, which the cache holds by then. <pre class="code">
 * &#64;Cacheable("rates")
 * &#64;CacheWarmup(query = "select code from currency")
 * public Rate rate(String currency) { ... }
 * </pre>
 *
 * @since 0.1.0
 */
@Documented
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Reflective
public @interface CacheWarmup {

	/**
	 * Arguments of a method with one parameter, converted to its type.
	 * @return the arguments
	 */
	String[] keys() default {};

	/**
	 * Method that returns the arguments, as {@code beanName.method}. It has no parameters
	 * and returns a collection, a stream or an array, with an element for each call. For
	 * a method with several parameters each element is an {@code Object[]} or a
	 * {@link java.util.List} of arguments. Arguments are converted to the types of the
	 * parameters.
	 * <p>
	 * In a native image, annotate that method with
	 * {@link org.springframework.aot.hint.annotation.Reflective @Reflective}.
	 * @return the name of the bean and that of its method, with a dot between them
	 */
	String keysFrom() default "";

	/**
	 * SQL that selects the arguments: a row for each call, and a column for each
	 * parameter, in the order of the parameters. Further columns are ignored.
	 * @return the SQL
	 */
	String query() default "";

	/**
	 * {@code DataSource} bean that {@link #query()} runs on. By default the only or the
	 * primary one.
	 * @return the name of the bean
	 */
	String dataSource() default "";

	/**
	 * Maximum number of concurrent calls.
	 * @return a number from 1 to 4
	 */
	int parallelism() default 1;

}
