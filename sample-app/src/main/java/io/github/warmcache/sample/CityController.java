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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@link Cities} over HTTP.
 */
@RestController
@RequestMapping("/cities")
class CityController {

	private static final int MAX_LIMIT = 100;

	private final Cities cities;

	CityController(Cities cities) {
		this.cities = cities;
	}

	@GetMapping("/{id}")
	City city(@PathVariable long id) {
		City city = this.cities.findById(id);
		if (city == null) {
			throw noCity(id);
		}
		return city;
	}

	@GetMapping("/top")
	List<City> top(@RequestParam String country, @RequestParam(defaultValue = "10") int limit) {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be from 1 to " + MAX_LIMIT);
		}
		return this.cities.top(CountryCodes.normalize(country), limit);
	}

	@PutMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void change(@PathVariable long id, @RequestBody CityChange change) {
		Long population = change.population();
		if (population == null || population < 0) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "population must be a number from 0");
		}
		if (!this.cities.changePopulation(id, population)) {
			throw noCity(id);
		}
	}

	private static ResponseStatusException noCity(long id) {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no city " + id);
	}

	/**
	 * What can be changed of a city.
	 *
	 * @param population the number of people
	 */
	record CityChange(@Nullable Long population) {

	}

}
