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

package io.github.warmcache.sample.lab;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.warmcache.sample.lab.Timeline.Event;
import io.github.warmcache.sample.lab.Timeline.Kind;
import io.github.warmcache.sample.lab.Timeline.Point;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutChart}.
 */
class RolloutChartTests {

	@Test
	void aChartHasTwoCurvesForEachVariantAndAMarkForEachEvent() throws Exception {
		List<Timeline> timelines = List.of(
				new Timeline(Variant.WARMCACHE,
						List.of(new Point(0, 1, 10), new Point(2, 1, 100), new Point(4, Double.NaN, Double.NaN)),
						List.of(new Event(1, Kind.SCENARIO, "a < b & c"), new Event(3, Kind.TRAFFIC, "pod 4"))),
				new Timeline(Variant.REDIS, List.of(new Point(0, 5, 5000)), List.of()));
		Document svg = parse(RolloutChart.of(timelines, "Title"));
		assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(4);
		Element p99 = (Element) svg.getElementsByTagName("polyline").item(0);
		assertThat(p99.getAttribute("points").split(" ")).as("nothing is drawn where nothing was measured").hasSize(2);
		assertThat(svg.getDocumentElement().getTextContent()).contains("a < b & c", "Warmcache", "Spring Boot, Redis");
	}

	@Test
	void tenTimesAsLongIsAlwaysAsFarUp() throws Exception {
		List<Point> points = List.of(new Point(0, 1, 1), new Point(2, 1, 10), new Point(4, 1, 100),
				new Point(6, 1, 1_000_000));
		Document svg = parse(RolloutChart.of(List.of(new Timeline(Variant.COLD, points, List.of())), "Title"));
		String[] curve = ((Element) svg.getElementsByTagName("polyline").item(0)).getAttribute("points").split(" ");
		double[] y = new double[curve.length];
		for (int i = 0; i < curve.length; i++) {
			y[i] = Double.parseDouble(curve[i].split(",")[1]);
		}
		assertThat(Math.round(y[0] - y[1])).isEqualTo(Math.round(y[1] - y[2])).isPositive();
		assertThat(y[3]).as("what is off the scale is drawn at its end").isLessThan(y[2]).isPositive();
	}

	private static Document parse(String svg) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
	}

}
