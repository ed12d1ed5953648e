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
import java.util.stream.IntStream;

import io.github.warmcache.sample.incident.Second.PodSecond;
import org.jspecify.annotations.Nullable;

/**
 * Makes courses for tests: of one pod, in which the tenant starts after ten of a hundred
 * seconds, and all goes as it should unless a field says otherwise.
 */
final class Courses {

	static final int NEVER = Integer.MAX_VALUE;

	int wrongFrom;

	int failedFrom = NEVER;

	int evictsFrom;

	int refusesFrom;

	int fillsFailFrom;

	int alertFrom = 30;

	int answersFrom = 30;

	boolean there = true;

	@Nullable String newPod = warmup("WARM", Users.COUNT);

	private final Setting setting;

	Courses(Setting setting) {
		this.setting = setting;
		boolean refuses = setting == Setting.NO_EVICTION;
		this.wrongFrom = (setting == Setting.AS_IT_WAS) ? 20 : NEVER;
		this.evictsFrom = refuses ? NEVER : 15;
		this.refusesFrom = refuses ? 15 : NEVER;
		this.fillsFailFrom = this.refusesFrom;
	}

	static String warmup(String state, int entries) {
		return """
				{"status":"UP","components":{"cacheWarmup":{"status":"UP","details":{"caches":{"histories":
				{"state":"%s","entries":%d,"expected":%2$d}}}}}}""".formatted(state, entries);
	}

	Course create() {
		return new Course(this.setting, IntStream.range(0, 100).mapToObj(this::second).toList(), 10, 25);
	}

	private Second second(int at) {
		PodSecond pod = new PodSecond(100, (at >= this.wrongFrom) ? 90 : 0, (at >= this.failedFrom) ? 1 : 0, 4,
				PodReport.of(health(at), meters(at), List.of()));
		PodReport fresh = (this.newPod != null && at > 30) ? PodReport.of(this.newPod, "", List.of()) : null;
		return new Second(at, List.of(pod), fresh, (at >= this.evictsFrom) ? 1000 : 0,
				(at >= this.refusesFrom) ? 10 : 0);
	}

	private String health(int at) {
		String answers = (at >= this.answersFrom)
				? "{\"status\":\"UNKNOWN\",\"details\":{\"caches\":{\"histories\":{\"share\":0.9}}}}"
				: "{\"status\":\"UP\"}";
		return this.there ? """
				{"status":"UP","components":{"cacheAnswers":%s,"cacheRedis":{"status":"UP"}}}""".formatted(answers)
				: "{\"status\":\"UP\",\"components\":{}}";
	}

	private String meters(int at) {
		String fills = "warmcache_fills_failed_total{cache=\"histories\"} " + ((at >= this.fillsFailFrom) ? 5.0 : 0.0);
		return this.there ? """
				%s
				warmcache_absent_share{cache="histories"} 0.25
				warmcache_absent_exceeded{cache="histories"} %d
				warmcache_redis_evicted_total 3.0
				warmcache_redis_canaries_lost_total 0.0
				""".formatted(fills, (at >= this.alertFrom) ? 1 : 0) : fills + "\n";
	}

}
