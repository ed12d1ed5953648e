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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A file of YAML, or a part of one.
 */
record Manifest(String name, @Nullable Object value) {

	static Manifest read(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			return new Manifest(file.toString(), new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Go down.
	 * @param path names of fields, and numbers of items
	 */
	Manifest at(Object... path) {
		Manifest here = this;
		for (Object step : path) {
			Object next = null;
			if (here.value instanceof Map<?, ?> map) {
				next = map.get(step);
			}
			else if (here.value instanceof List<?> list && step instanceof Integer number && number < list.size()) {
				next = list.get(number);
			}
			here = new Manifest(here.name + "/" + step, next);
			if (next == null) {
				throw new AssertionError("Nothing at " + here.name);
			}
		}
		return here;
	}

	String text() {
		return String.valueOf(this.value);
	}

	int number() {
		return Integer.parseInt(text());
	}

	@SuppressWarnings("unchecked")
	Map<String, String> map() {
		return (Map<String, String>) require();
	}

	@SuppressWarnings("unchecked")
	List<Manifest> items() {
		return ((List<Object>) require()).stream().map((item) -> new Manifest(this.name + "/-", item)).toList();
	}

	private Object require() {
		if (this.value == null) {
			throw new AssertionError("Nothing at " + this.name);
		}
		return this.value;
	}

}
