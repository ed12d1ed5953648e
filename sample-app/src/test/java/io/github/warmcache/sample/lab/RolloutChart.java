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

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.github.warmcache.sample.lab.Timeline.Event;
import io.github.warmcache.sample.lab.Timeline.Kind;
import io.github.warmcache.sample.lab.Timeline.Point;

/**
 * Draws whole runs below each other, as SVG: how long requests took in each two seconds,
 * on a scale of powers of ten.
 */
final class RolloutChart {

	private static final int WIDTH = 1100;

	private static final int PANEL = 190;

	private static final int LEFT = 60;

	private static final int RIGHT = 20;

	private static final int TOP = 50;

	private static final int PLOT = 130;

	private static final double LEAST = 0.1;

	private static final double MOST = 1000;

	private final StringBuilder svg = new StringBuilder();

	private final double seconds;

	private RolloutChart(List<Timeline> timelines) {
		this.seconds = timelines.stream()
			.flatMap((timeline) -> timeline.points().stream())
			.mapToDouble(Point::seconds)
			.max()
			.orElse(1);
	}

	static String of(List<Timeline> timelines, String title) {
		RolloutChart chart = new RolloutChart(timelines);
		int height = TOP + PANEL * timelines.size();
		chart.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
				+ " font-size=\"11\">", WIDTH, height);
		chart.add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
		chart.text(LEFT, 20, "start", "#222", title);
		chart.text(LEFT, 36, "start", "#1f77b4", "p50");
		chart.text(LEFT + 30, 36, "start", "#d62728", "p99");
		chart.text(LEFT + 60, 36, "start", "#2ca02c", "| a new pod takes its first request");
		for (int i = 0; i < timelines.size(); i++) {
			chart.panel(timelines.get(i), TOP + i * PANEL + 20);
		}
		chart.add("</svg>");
		return chart.svg.toString();
	}

	private void panel(Timeline timeline, int top) {
		add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#fafafa\" stroke=\"#bbb\"/>", LEFT, top,
				WIDTH - LEFT - RIGHT, PLOT);
		text(LEFT, top - 6, "start", "#222", timeline.variant().title() + ", ms");
		for (double value = LEAST; value <= MOST; value *= 10) {
			double y = top + y(value);
			add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y);
			text(LEFT - 6, y + 4, "end", "#555", (value < 1) ? "0.1" : Long.toString(Math.round(value)));
		}
		for (Event event : timeline.events()) {
			mark(event, top);
		}
		for (int second = 0; second <= this.seconds; second += 30) {
			text(x(second), top + PLOT + 14, "middle", "#555", Integer.toString(second) + " s");
		}
		curve(timeline.points(), Point::p99, "#d62728", top);
		curve(timeline.points(), Point::p50, "#1f77b4", top);
	}

	private void mark(Event event, int top) {
		boolean traffic = event.kind() == Kind.TRAFFIC;
		add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"%s/>", x(event.seconds()), top,
				x(event.seconds()), top + PLOT, traffic ? "#2ca02c" : "#888",
				traffic ? "" : " stroke-dasharray=\"4 3\"");
		if (!traffic) {
			text(x(event.seconds()) + 4, top + 12, "start", "#555", event.text());
		}
	}

	private void curve(List<Point> points, ToDoubleFunction<Point> value, String colour, int top) {
		String path = points.stream()
			.filter((point) -> !Double.isNaN(value.applyAsDouble(point)))
			.map((point) -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.seconds()),
					top + y(value.applyAsDouble(point))))
			.collect(Collectors.joining(" "));
		add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.3\"/>", path, colour);
	}

	private double x(double second) {
		return LEFT + (WIDTH - LEFT - RIGHT) * second / this.seconds;
	}

	private static double y(double millis) {
		double within = Math.min(Math.max(millis, LEAST), MOST);
		return PLOT * (1 - Math.log10(within / LEAST) / Math.log10(MOST / LEAST));
	}

	private void text(double x, double y, String anchor, String colour, String text) {
		add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, anchor, colour,
				text.replace("&", "&amp;").replace("<", "&lt;"));
	}

	private void add(String format, Object... arguments) {
		this.svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
	}

}
