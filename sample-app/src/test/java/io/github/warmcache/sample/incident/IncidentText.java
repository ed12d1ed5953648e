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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.warmcache.sample.incident.Second.PodSecond;
import io.github.warmcache.sample.incident.Signal.Reading;

/**
 * Replays in words and figures.
 */
final class IncidentText {

	private IncidentText() {
	}

	/**
	 * Return when what happened, and what was to be seen every few seconds.
	 */
	static String of(Course course) {
		StringBuilder text = new StringBuilder(course.setting().description()).append("\n\n");
		moments(course).forEach((moment) -> text.append(moment).append('\n'));
		text.append(line("%n%5s | %7s %6s %6s | %8s %7s %7s | %s%n", "", "wrong", "failed", "p99 ms", "evicted",
				"absent", "limit", "what tells on-call"));
		int step = (course.seconds().size() > 60) ? 10 : 5;
		course.seconds()
			.stream()
			.filter((second) -> second.at() % step == 0)
			.forEach((second) -> text.append(line("%3d s | %5.1f %% %6d %6.1f | %8d %7s %7s | %s%n", second.at(),
					100 * second.wrongShare(), second.failed(), second.p99(), second.evicted(),
					share(second.largest("warmcache.absent.share")), share(second.largest("warmcache.absent.limit")),
					telling(course, second))));
		return text.toString();
	}

	private static String share(double value) {
		return Double.isNaN(value) ? "-" : line("%.1f %%", 100 * value);
	}

	private static String telling(Course course, Second second) {
		String signals = Stream.of(Signal.values())
			.filter((signal) -> course.read(signal, second) == Reading.TELLS)
			.map(Signal::title)
			.collect(Collectors.joining(", "));
		return signals.isEmpty() ? "nothing" : signals;
	}

	private static List<String> moments(Course course) {
		List<Moment> moments = new ArrayList<>();
		List<String> never = new ArrayList<>();
		moments.add(new Moment(course.tenantAt(), "the tenant starts"));
		moments.add(new Moment(course.newPodAt(), "one more pod starts"));
		add(moments, never, course.firstEviction(), "first eviction");
		add(moments, never, course.firstRefusal(), "first refused write of the tenant");
		add(moments, never, course.firstWrong(), "first wrong answer");
		for (Signal signal : Signal.values()) {
			OptionalInt first = course.first(signal);
			String text = signal.title() + " (" + signal.origin() + ")";
			if (signal == Signal.LOG && first.isPresent()) {
				text += ": " + warning(course, first.getAsInt());
			}
			add(moments, never, first, course.has(signal) ? text : text + ", not there");
		}
		course.duringIncident()
			.filter((second) -> second.newPod() != null)
			.map((second) -> new Moment(second.at(), "the new pod says " + second.newPod().warmup()))
			.reduce((first, second) -> second)
			.ifPresent(moments::add);
		List<String> lines = moments.stream()
			.sorted(Comparator.comparingInt(Moment::at))
			.map((moment) -> line("%5d s  %s", moment.at, moment.text))
			.collect(Collectors.toCollection(ArrayList::new));
		never.forEach((text) -> lines.add("  never  " + text));
		return lines;
	}

	/**
	 * Return what the first warning of the load says, which was in the log by a second.
	 */
	private static String warning(Course course, int at) {
		List<PodSecond> before = course.seconds().get(0).pods();
		List<PodSecond> now = course.seconds().get(at).pods();
		return IntStream.range(0, now.size())
			.filter((pod) -> before.get(pod).report() != null && now.get(pod).report() != null)
			.mapToObj(
					(pod) -> now.get(pod).report().warnings().stream().skip(before.get(pod).report().warnings().size()))
			.flatMap((warnings) -> warnings)
			.min(Comparator.naturalOrder())
			.map((line) -> line.substring(line.indexOf(" : ") + 3))
			.orElse("");
	}

	private static void add(List<Moment> moments, List<String> never, OptionalInt at, String text) {
		if (at.isPresent()) {
			moments.add(new Moment(at.getAsInt(), text));
		}
		else {
			never.add(text);
		}
	}

	/**
	 * Return every second of every pod, for programs.
	 */
	static String csv(Course course) {
		StringBuilder csv = new StringBuilder(
				"second,pod,requests,wrong,failed,p99_ms,health,cacheAnswers,cacheRedis,absent_share,warnings,evicted\n");
		for (Second second : course.seconds()) {
			for (int i = 0; i < second.pods().size(); i++) {
				PodSecond pod = second.pods().get(i);
				csv.append(line("%d,%d,%d,%d,%d,%.2f,%s,%d%n", second.at(), i + 1, pod.requests(), pod.wrong(),
						pod.failed(), pod.p99(), said(pod), second.evicted()));
			}
		}
		return csv.toString();
	}

	private static String said(PodSecond pod) {
		PodReport report = pod.report();
		if (report == null) {
			return ",,,,";
		}
		double share = report.meters().sum("warmcache.absent.share", "cache", PodReport.CACHE).orElse(Double.NaN);
		return line("%s,%s,%s,%s,%d", report.status(""), report.status("cacheAnswers"), report.status("cacheRedis"),
				share, report.warnings().size());
	}

	private static String line(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	private record Moment(int at, String text) {

	}

}
