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

package io.github.warmcache.sample.incident;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncidentChart} and {@link IncidentText}.
 */
class IncidentChartTests {

	@Test
	void aChartShowsWhatHappenedAndWhatTold() throws Exception {
		Courses missing = new Courses(Setting.NO_EVICTION);
		missing.there = false;
		Document svg = parse(
				IncidentChart.of(List.of(new Courses(Setting.AS_IT_WAS).create(), missing.create()), "Title"));
		assertThat(svg.getElementsByTagName("polyline").getLength()).as("wrong, share, limit").isEqualTo(6);
		assertThat(svg.getDocumentElement().getTextContent()).contains("Title", "allkeys-lru", "noeviction", "wrong",
				"refusal", "WarmcacheAnswersMissing", "failed requests");
		assertThat(fills(svg)).contains("#98df8a", "#d62728", "#ddd");
	}

	@Test
	void aTimelineTellsWhenWhatWasFirst() {
		String text = IncidentText.of(new Courses(Setting.AS_IT_WAS).create());
		assertThat(text).containsSubsequence("10 s  the tenant starts", "15 s  first eviction",
				"20 s  first wrong answer", "30 s  WarmcacheAnswersMissing", "30 s  health cacheAnswers",
				"the new pod says WARM 20000 of 20000", "never  first refused write");
		assertThat(text).containsPattern(" 20 s \\| +90\\.0 % .* 25\\.0 % .* nothing\n")
			.containsPattern(" 90 s \\| .*WarmcacheAnswersMissing, health cacheAnswers\n");
	}

	@Test
	void aTimelineSaysWhatIsNotThere() {
		Courses courses = new Courses(Setting.AS_IT_WAS);
		courses.there = false;
		assertThat(IncidentText.of(courses.create()))
			.contains("never  WarmcacheAnswersMissing (warmcache.absent.exceeded), not there");
	}

	private static List<String> fills(Document svg) {
		return IntStream.range(0, svg.getElementsByTagName("rect").getLength())
			.mapToObj(
					(i) -> svg.getElementsByTagName("rect").item(i).getAttributes().getNamedItem("fill").getNodeValue())
			.toList();
	}

	private static Document parse(String svg) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
	}

}
