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

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Country codes as they come in requests.
 */
final class CountryCodes {

	private static final Pattern FORM = Pattern.compile("[A-Za-z]{2}");

	private CountryCodes() {
	}

	/**
	 * Bring a code to the form that is used as a key, so that one country has one entry.
	 * @param code the code in any case
	 * @return the code in upper case
	 * @throws ResponseStatusException with status 400 if it is no such code
	 */
	static String normalize(String code) {
		if (!FORM.matcher(code).matches()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"country must be an ISO 3166-1 code of two letters, such as IT");
		}
		return code.toUpperCase(Locale.ROOT);
	}

}
