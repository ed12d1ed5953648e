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

package io.github.warmcache.sample;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * Populated place. Immutable, because all callers of a cache share its values.
 * Serializable for the rollout lab alone: Spring Boot's own Redis cache asks for it.
 *
 * @param id the GeoNames id
 * @param name the name in English, or the local one
 * @param countryCode the ISO 3166-1 alpha-2 code
 * @param adminCode the first-order administrative division, in the country's own code
 * @param featureCode what GeoNames takes the place for, such as {@code PPLC} for a
 * capital
 * @param population the number of people, 0 also if nobody knows
 * @param latitude in decimal degrees, WGS 84
 * @param longitude in decimal degrees, WGS 84
 */
public record City(long id, String name, String countryCode, @Nullable String adminCode, String featureCode,
		long population, double latitude, double longitude) implements Serializable {

}
