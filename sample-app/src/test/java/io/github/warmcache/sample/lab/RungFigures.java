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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The medians of what a rung did in all rounds.
 *
 * @param perSecond requests that were answered in a second
 * @param least the same in the round where it was least
 * @param most the same in the round where it was most
 * @param p50 the milliseconds that half of the requests did not exceed
 * @param p99 the milliseconds that all but a hundredth did not exceed
 * @param requests all requests of all rounds
 * @param failed how many of them were answered wrongly or not at all
 * @param queries queries of the database for each request
 * @param commands commands of Redis for each request
 * @param cores who used the machine
 */
record RungFigures(double perSecond, double least, double most, double p50, double p99, long requests, long failed,
		double queries, double commands, Cores cores) {

	/**
	 * Return the figures of each rung that was measured, in the order of the rungs.
	 */
	static Map<Rung, RungFigures> of(List<Visit> visits) {
		Map<Rung, RungFigures> figures = new EnumMap<>(Rung.class);
		for (Rung rung : Rung.values()) {
			List<Visit> own = visits.stream().filter((visit) -> visit.rung() == rung).toList();
			if (!own.isEmpty()) {
				figures.put(rung, ofOne(own));
			}
		}
		return figures;
	}

	private static RungFigures ofOne(List<Visit> visits) {
		ToDoubleFunction<Visit> perSecond = (visit) -> visit.report().perSecond();
		return new RungFigures(median(visits, perSecond), visits.stream().mapToDouble(perSecond).min().orElseThrow(),
				visits.stream().mapToDouble(perSecond).max().orElseThrow(),
				median(visits, (visit) -> visit.report().p50()), median(visits, (visit) -> visit.report().p99()),
				visits.stream().mapToLong((visit) -> visit.report().requests()).sum(),
				visits.stream().mapToLong(Visit::failed).sum(), median(visits, Visit::queries),
				median(visits, Visit::commands),
				new Cores(median(visits, (visit) -> visit.cores().pods()),
						median(visits, (visit) -> visit.cores().wrk()),
						median(visits, (visit) -> visit.cores().others())));
	}

	private static double median(List<Visit> visits, ToDoubleFunction<Visit> value) {
		double[] sorted = visits.stream().mapToDouble(value).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
