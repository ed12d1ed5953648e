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

import java.util.Locale;
import java.util.Optional;

import io.github.warmcache.benchmarks.Figures.Series;

/**
 * What a median is held to.
 */
final class Target {

	private final String row;

	private final String subject;

	private final String against;

	private final Kind kind;

	private final double limit;

	private final boolean inShort;

	private Target(String row, String subject, String against, Kind kind, double limit, boolean inShort) {
		this.row = row;
		this.subject = subject;
		this.against = against;
		this.kind = kind;
		this.limit = limit;
		this.inShort = inShort;
	}

	/**
	 * A subject takes at most so many times what another one takes.
	 */
	static Target atMost(String row, String subject, double limit, String against) {
		return new Target(row, subject, against, Kind.AT_MOST, limit, false);
	}

	/**
	 * A subject does at least so many times what another one does.
	 */
	static Target atLeast(String row, String subject, double limit, String against) {
		return new Target(row, subject, against, Kind.AT_LEAST, limit, false);
	}

	/**
	 * A value is exactly, but for rounding, what it has to be, whatever the machine is.
	 */
	static Target exactly(String row, String subject, double value) {
		return new Target(row, subject, "", Kind.EXACTLY, value, false);
	}

	/**
	 * A value is no more than it may be, whatever the machine is.
	 */
	static Target noMoreThan(String row, String subject, double value) {
		return new Target(row, subject, "", Kind.NO_MORE_THAN, value, false);
	}

	/**
	 * Return the same target, judged in short runs too.
	 */
	Target inShort() {
		return new Target(this.row, this.subject, this.against, this.kind, this.limit, true);
	}

	boolean isJudged(Effort effort) {
		return !effort.isShort() || this.inShort;
	}

	/**
	 * Judge medians. What was not measured is not met.
	 */
	Verdict judge(Figures figures, Effort effort) {
		Optional<Series> measured = figures.find(this.row, this.subject);
		if (measured.isEmpty()) {
			return new Verdict(false, "%s: %s was not measured".formatted(this.row, this.subject));
		}
		double value = measured.get().median();
		String unit = measured.get().unit();
		if (!this.kind.isRatio) {
			boolean met = (this.kind == Kind.EXACTLY) ? Math.abs(value - this.limit) < 0.5 : value < this.limit + 0.5;
			return new Verdict(met,
					text("%s: %s %.1f %s, %s %.0f", this.row, this.subject, value, unit, this.kind.text, this.limit));
		}
		Optional<Series> other = figures.find(this.row, this.against);
		if (other.isEmpty()) {
			return new Verdict(false, "%s: %s was not measured".formatted(this.row, this.against));
		}
		double ratio = value / other.get().median();
		double bound = (this.kind == Kind.AT_MOST) ? this.limit * effort.slack() : this.limit / effort.slack();
		boolean met = (this.kind == Kind.AT_MOST) ? ratio <= bound : ratio >= bound;
		return new Verdict(met, text("%s: %s is %.2f x %s, %s %.2f", this.row, this.subject, ratio, this.against,
				this.kind.text, bound));
	}

	private static String text(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	private enum Kind {

		AT_MOST(true, "at most"), AT_LEAST(true, "at least"), EXACTLY(false, "exactly"), NO_MORE_THAN(false, "at most");

		private final boolean isRatio;

		private final String text;

		Kind(boolean isRatio, String text) {
			this.isRatio = isRatio;
			this.text = text;
		}

	}

	/**
	 * Whether a target is met.
	 *
	 * @param met whether it is
	 * @param text what was measured, and what is asked for
	 */
	record Verdict(boolean met, String text) {

		String line() {
			return (this.met ? "MET     " : "MISSED  ") + this.text;
		}

	}

}
