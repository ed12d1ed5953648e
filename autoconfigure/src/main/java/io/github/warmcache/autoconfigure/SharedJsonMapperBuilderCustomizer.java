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

import tools.jackson.databind.json.JsonMapper;

/**
 * Customizer of the JSON mapper that writes values to the shared tier, for example to add
 * a module for more types. All pods must customize it in the same way, because each reads
 * values that the others write.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SharedJsonMapperBuilderCustomizer {

	/**
	 * Customize the builder of the mapper.
	 * @param builder the builder, which must not get default typing
	 */
	void customize(JsonMapper.Builder builder);

}
