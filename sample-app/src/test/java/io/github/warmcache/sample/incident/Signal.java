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

import java.util.OptionalDouble;

/**
 * What may tell on-call that something is wrong.
 */
enum Signal {

	/** More reads of the cache find nothing than usual. */
	EXCEEDED("WarmcacheAnswersMissing", "warmcache.absent.exceeded", true) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return level(now.meters().sum("warmcache.absent.exceeded", "cache", PodReport.CACHE));
		}

	},

	/** Redis evicts. */
	EVICTED("WarmcacheRedisEvicts", "warmcache.redis.evicted", true) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return growth("warmcache.redis.evicted", now, before);
		}

	},

	/** Redis lost keys that nobody deleted. */
	CANARIES("WarmcacheRedisLosesKeys", "warmcache.redis.canaries.lost", true) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return growth("warmcache.redis.canaries.lost", now, before);
		}

	},

	/** Health names the cache whose reads find nothing. */
	ANSWERS("health cacheAnswers", "cacheAnswers", false) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return health(now.status("cacheAnswers"), now.details("cacheAnswers").path("caches").has(PodReport.CACHE));
		}

	},

	/** Health tells that Redis evicts or is about to. */
	REDIS("health cacheRedis", "cacheRedis", false) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return health(now.status("cacheRedis"),
					!now.details("cacheRedis").path("state").asString("UNKNOWN").equals("UNKNOWN"));
		}

	},

	/** The health of the pod as a whole, by which it gets traffic or not. */
	HEALTH("health of the pod", "status", false) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return now.status("").equals("UP") ? Reading.QUIET : Reading.TELLS;
		}

	},

	/** Warnings in the log. */
	LOG("warnings in the log", "log", false) {

		@Override
		Reading read(PodReport now, PodReport before) {
			return (now.warnings().size() > before.warnings().size()) ? Reading.TELLS : Reading.QUIET;
		}

	};

	private final String title;

	private final String origin;

	private final boolean alert;

	Signal(String title, String origin, boolean alert) {
		this.title = title;
		this.origin = origin;
		this.alert = alert;
	}

	String title() {
		return this.title;
	}

	/**
	 * Return the meter or the part of the health that it is read from.
	 */
	String origin() {
		return this.origin;
	}

	/**
	 * Whether it is an alert of the shipped rules, which holds as soon as its condition
	 * does.
	 */
	boolean isAlert() {
		return this.alert;
	}

	/**
	 * Return what a pod shows.
	 * @param now its report
	 * @param before its report from when all was well
	 */
	abstract Reading read(PodReport now, PodReport before);

	private static Reading level(OptionalDouble value) {
		return value.isEmpty() ? Reading.NOT_THERE : (value.getAsDouble() > 0) ? Reading.TELLS : Reading.QUIET;
	}

	/**
	 * Read a counter as a rule does that asks for its increase.
	 */
	private static Reading growth(String counter, PodReport now, PodReport before) {
		OptionalDouble value = now.meters().sum(counter);
		return value.isEmpty() ? Reading.NOT_THERE
				: level(OptionalDouble.of(value.getAsDouble() - before.meters().sum(counter).orElse(0)));
	}

	private static Reading health(String status, boolean known) {
		return status.isEmpty() ? Reading.NOT_THERE
				: (status.equals("UNKNOWN") && known) ? Reading.TELLS : Reading.QUIET;
	}

	/**
	 * What is to be seen of a signal.
	 */
	enum Reading {

		/** The pod has no such thing. */
		NOT_THERE,

		/** Nothing wrong. */
		QUIET,

		/** Something is wrong. */
		TELLS

	}

}
