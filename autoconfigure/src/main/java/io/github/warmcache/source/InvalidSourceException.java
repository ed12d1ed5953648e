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

package io.github.warmcache.source;

/**
 * Thrown if a source is built with an invalid setting.
 * <p>
 * The name of the setting is relative to the property that describes the source, such as
 * {@code key-query} below {@code source.jdbc}; {@code key-type} and {@code value-type}
 * are the types of the cache itself.
 *
 * @since 0.1.0
 */
public class InvalidSourceException extends IllegalArgumentException {

	private final String setting;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param setting the name of the setting, in kebab case
	 * @param problem what is wrong with it, phrased to follow the name of the setting
	 * @param remedy what to write instead, as a sentence
	 */
	public InvalidSourceException(String setting, String problem, String remedy) {
		super(setting + " " + problem + ". " + remedy);
		this.setting = setting;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the name of the setting, such as {@code key-query}.
	 * @return the name in kebab case
	 */
	public String getSetting() {
		return this.setting;
	}

	/**
	 * Return what is wrong with the setting, phrased to follow its name.
	 * @return the problem, without a full stop
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Return what to write instead.
	 * @return a sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
