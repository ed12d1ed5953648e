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

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.github.warmcache.sample.incident.Signal.Reading;

/**
 * Draws replays below each other, as SVG: the share of wrong answers, which is what the
 * business sees, and below it in rows what on-call sees.
 */
final class IncidentChart {

	private static final int WIDTH = 1100;

	private static final int LEFT = 190;

	private static final int RIGHT = 20;

	private static final int TOP = 50;

	private static final int PLOT = 110;

	private static final int ROW = 16;

	/** Rows for failed requests, slow requests and each signal. */
	private static final int ROWS = 2 + Signal.values().length;

	private static final int PANEL = PLOT + ROWS * ROW + 70;

	/** What a dashboard would call slow, in milliseconds. */
	private static final double SLOW = 100;

	private final StringBuilder svg = new StringBuilder();

	private final int seconds;

	private IncidentChart(List<Course> courses) {
		this.seconds = courses.stream().mapToInt((course) -> course.seconds().size()).max().orElse(1);
	}

	static String of(List<Course> courses, String title) {
		IncidentChart chart = new IncidentChart(courses);
		int height = TOP + PANEL * courses.size();
		chart.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
				+ " font-size=\"11\">", WIDTH, height);
		chart.add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
		chart.text(LEFT, 20, "start", "#222", title);
		chart.text(LEFT, 36, "start", "#d62728", "wrong answers");
		chart.text(LEFT + 110, 36, "start", "#1f77b4", "warmcache.absent.share");
		chart.text(LEFT + 270, 36, "start", "#888", "warmcache.absent.limit");
		chart.text(LEFT + 430, 36, "start", "#222", "rows: green is quiet, red tells, grey is not there");
		for (int i = 0; i < courses.size(); i++) {
			chart.panel(courses.get(i), TOP + i * PANEL + 20);
		}
		chart.add("</svg>");
		return chart.svg.toString();
	}

	private void panel(Course course, int top) {
		text(LEFT, top - 6, "start", "#222", course.setting().description());
		add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#fafafa\" stroke=\"#bbb\"/>", LEFT, top,
				WIDTH - LEFT - RIGHT, PLOT);
		for (int percent = 0; percent <= 100; percent += 50) {
			text(LEFT - 6, top + y(percent / 100.0) + 4, "end", "#555", percent + " %");
		}
		curve(course, (second) -> second.largest("warmcache.absent.limit"), "#888", top);
		curve(course, (second) -> second.largest("warmcache.absent.share"), "#1f77b4", top);
		curve(course, Second::wrongShare, "#d62728", top);
		int row = top + PLOT + 4;
		row(course, row, "failed requests", (second) -> (second.failed() > 0) ? Reading.TELLS : Reading.QUIET);
		row += ROW;
		row(course, row, "p99 above 100 ms", (second) -> (second.p99() > SLOW) ? Reading.TELLS : Reading.QUIET);
		for (Signal signal : Signal.values()) {
			row += ROW;
			row(course, row, signal.title(), (second) -> course.read(signal, second));
		}
		for (int second = 0; second <= this.seconds; second += 10) {
			text(x(second), top + PLOT + ROWS * ROW + 18, "middle", "#555", second + " s");
		}
		mark(OptionalInt.of(course.tenantAt()), "tenant", top, 12);
		mark(course.firstEviction(), "eviction", top, 24);
		mark(course.firstRefusal(), "refusal", top, 36);
		mark(course.firstWrong(), "wrong", top, 48);
		mark(OptionalInt.of(course.newPodAt()), "new pod", top, 60);
	}

	private void row(Course course, int top, String title, Function<Second, Reading> reading) {
		text(LEFT - 6, top + 11, "end", "#222", title);
		for (Second second : course.seconds()) {
			String colour = switch (reading.apply(second)) {
				case NOT_THERE -> "#ddd";
				case QUIET -> "#98df8a";
				case TELLS -> "#d62728";
			};
			add("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", x(second.at()), top,
					x(second.at() + 1) - x(second.at()), ROW - 3, colour);
		}
	}

	private void mark(OptionalInt at, String text, int top, int down) {
		at.ifPresent((second) -> {
			add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#555\" stroke-dasharray=\"4 3\"/>",
					x(second), top, x(second), top + PLOT + ROWS * ROW);
			text(x(second) - 4, top + down, "end", "#555", text);
		});
	}

	private void curve(Course course, ToDoubleFunction<Second> value, String colour, int top) {
		String path = course.seconds()
			.stream()
			.filter((second) -> !Double.isNaN(value.applyAsDouble(second)))
			.map((second) -> String.format(Locale.ROOT, "%.1f,%.1f", x(second.at() + 0.5),
					top + y(value.applyAsDouble(second))))
			.collect(Collectors.joining(" "));
		add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>", path, colour);
	}

	private double x(double second) {
		return LEFT + (WIDTH - LEFT - RIGHT) * second / this.seconds;
	}

	private static double y(double share) {
		return PLOT * (1 - Math.min(Math.max(share, 0), 1));
	}

	private void text(double x, double y, String anchor, String colour, String text) {
		add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, anchor, colour,
				text.replace("&", "&amp;").replace("<", "&lt;"));
	}

	private void add(String format, Object... arguments) {
		this.svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
	}

}
