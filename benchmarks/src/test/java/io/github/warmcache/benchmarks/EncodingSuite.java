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

package io.github.warmcache.benchmarks;

import java.util.List;

import io.github.warmcache.benchmarks.EncodingBenchmark.Form;
import org.openjdk.jmh.results.RunResult;

/**
 * What a value costs on its way to Redis and back, in bytes and in time.
 */
final class EncodingSuite implements Suite {

	private static final String ENCODE = "encode one city";

	private static final String DECODE = "decode one city";

	/**
	 * Of half a second each: a serializer is many small methods, and what had one second
	 * was in one of two states, one of which took three times as long as the other.
	 */
	private static final int WARMUPS = 8;

	@Override
	public String name() {
		return "encoding";
	}

	@Override
	public void measure(Figures figures, Effort effort) throws Exception {
		List<Form> forms = effort.isShort() ? List.of(Form.WARMCACHE, Form.JSON) : List.of(Form.values());
		for (Form form : forms) {
			figures.add("bytes of one city in Redis", form.subject(), EncodingBenchmark.bytes(form), "B");
		}
		Jmh.run(figures,
				Jmh.options(effort)
					.warmupIterations(WARMUPS)
					.include(EncodingBenchmark.class.getName())
					.param("form", forms.stream().map(Form::name).toArray(String[]::new)),
				EncodingSuite::row, (result) -> Form.valueOf(result.getParams().getParam("form")).subject());
	}

	private static String row(RunResult result) {
		return result.getPrimaryResult().getLabel().equals("encode") ? ENCODE : DECODE;
	}

	/**
	 * The header is not to cost more than a fraction of what the JSON does.
	 */
	@Override
	public List<Target> targets() {
		return List.of(Target.atMost(ENCODE, Figures.OURS, 1.3, Form.JSON.subject()).inShort(),
				Target.atMost(DECODE, Figures.OURS, 1.3, Form.JSON.subject()).inShort());
	}

}
