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

package io.github.warmcache.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.simulation.engine.Actor;
import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Hosts;
import io.github.warmcache.simulation.engine.Stream;
import io.github.warmcache.simulation.engine.Timeline;
import io.github.warmcache.simulation.redis.SimulatedRedis;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.redis.StripeNumbers;
import org.jspecify.annotations.Nullable;

/**
 * Pods, a Redis and a database in a time of their own.
 */
final class Fleet {

	private static final long BEGIN = 1_000_000_000_000_000L;

	private static final long BEGIN_MILLIS = 1_800_000_000_000L;

	private static final long CHECK_EVERY = Pace.SECOND;

	private static final int BACKGROUND = 1;

	private static final ValueVersion VERSION = new ValueVersion() {

		@Override
		public long of(@Nullable Object value) {
			return (value instanceof Long number) ? number % Row.FACTOR : UNVERSIONED;
		}

		@Override
		public String scheme() {
			return "simulated";
		}

	};

	private static final List<String> SPREAD = Keys.choose(false, StripeNumbers.of(Keys.NAMESPACE, Keys.CACHE));

	private static final List<String> TOGETHER = Keys.choose(true, StripeNumbers.of(Keys.NAMESPACE, Keys.CACHE));

	private final Settings settings;

	private final Choices choices;

	private final Story story;

	private final Coverage coverage = new Coverage();

	private final Timeline timeline;

	private final Pace pace;

	private final SimulatedRedis redis;

	private final Database database;

	private final Oracle oracle;

	private final Loads loads;

	private final List<String> keys;

	private final Map<String, Integer> numbers = new HashMap<>();

	private final boolean[] stripes;

	private final List<SimulatedPod> pods = new ArrayList<>();

	/**
	 * Pods that had heard of all that Redis lost last. If they end before they compare
	 * themselves with Redis, nobody knows of it.
	 */
	private final Set<SimulatedPod> witnesses = new HashSet<>();

	private long lostFrom;

	private final Set<Disk> disks = new HashSet<>();

	private int podsEver;

	private Writer writer = Writer.MARKED;

	private final List<Actor> work = new ArrayList<>();

	private boolean planned;

	private boolean redisAway;

	private long serverChanges;

	Fleet(Choices choices, Hosts hosts, Story story) {
		this.choices = choices;
		this.story = story;
		this.settings = Settings.choose(choices.stream(0));
		choices.stream(BACKGROUND);
		this.timeline = new Timeline(hosts, BEGIN, (pod) -> ((SimulatedPod) pod).frozenUntil());
		story.begin(this.timeline);
		this.pace = new Pace(this.settings.patience());
		this.redis = new SimulatedRedis(this::millis, 1);
		this.redis.onPublish((channel, message) -> {
			for (int i = 0; i < this.pods.size(); i++) {
				this.pods.get(i).channel().take(channel, message);
			}
		});
		this.database = new Database(this.timeline, story, this.settings.keys());
		this.oracle = new Oracle(this);
		this.loads = new Loads(this);
		this.keys = (this.settings.sameStripe() ? TOGETHER : SPREAD).subList(0, this.settings.keys());
		this.stripes = new boolean[SharedTier.STRIPES];
		for (int i = 0; i < this.keys.size(); i++) {
			this.numbers.put(this.keys.get(i), i);
			this.stripes[StripeNumbers.of(Keys.NAMESPACE, Keys.CACHE).applyAsInt(this.keys.get(i))] = true;
		}
		for (int i = 0; i < this.settings.pods(); i++) {
			add(new Disk()).starting().ready();
		}
	}

	/**
	 * Let a pod join, that has not made its first check.
	 * @param disk its disk, which may be that of a pod before it
	 */
	SimulatedPod add(Disk disk) {
		this.disks.add(disk);
		SimulatedPod pod = new SimulatedPod(++this.podsEver, this, disk);
		this.pods.add(pod);
		pod.excuses().begin(Excuses.Reason.JOINING);
		pod.excuses().end(Excuses.Reason.JOINING);
		if (isLossUnknown()) {
			// It may find what Redis would not have if the others had looked.
			pod.excuses().begin(Excuses.Reason.REDIS_FORGOT);
		}
		return pod;
	}

	void kill(SimulatedPod pod) {
		boolean hasNotCompared = pod.excuses().isUnawareOfLoss();
		pod.kill();
		this.pods.remove(pod);
		if (hasNotCompared && this.witnesses.remove(pod) && this.witnesses.isEmpty()) {
			this.oracle.lostSince(this.lostFrom);
		}
		forgetLossIfKnown();
	}

	List<SimulatedPod> pods() {
		return this.pods;
	}

	SimulatedPod pod(Stream stream) {
		return this.pods.get(stream.below(this.pods.size()));
	}

	/**
	 * Choose one of the pods that have traffic.
	 */
	SimulatedPod servingPod(Stream stream) {
		List<SimulatedPod> serving = this.pods.stream().filter((pod) -> !pod.isLeaving()).toList();
		return serving.get(stream.below(serving.size()));
	}

	Settings settings() {
		return this.settings;
	}

	Choices choices() {
		return this.choices;
	}

	Story story() {
		return this.story;
	}

	Coverage coverage() {
		return this.coverage;
	}

	Timeline timeline() {
		return this.timeline;
	}

	Pace pace() {
		return this.pace;
	}

	SimulatedRedis redis() {
		return this.redis;
	}

	Database database() {
		return this.database;
	}

	Oracle oracle() {
		return this.oracle;
	}

	Writer writer() {
		return this.writer;
	}

	Loads loads() {
		return this.loads;
	}

	ValueVersion version() {
		return this.settings.versioned() ? VERSION : ValueVersion.NONE;
	}

	String key(int number) {
		return this.keys.get(number);
	}

	int number(String key) {
		return this.numbers.get(key);
	}

	/**
	 * Return the time of the server, in milliseconds since 1970.
	 */
	long millis() {
		return BEGIN_MILLIS + (this.timeline.nanos() - BEGIN) / Pace.MILLI;
	}

	Stream background() {
		return this.choices.stream(BACKGROUND);
	}

	/**
	 * Return where the choices come from of what the current actor has others do.
	 */
	Stream choicesHere() {
		Actor actor = this.timeline.current();
		return (actor != null) ? actor.choices() : background();
	}

	/**
	 * Let time pass for the current actor.
	 */
	void pause() {
		Actor actor = this.timeline.current();
		if (actor != null) {
			this.timeline.pause(this.pace.step(actor.choices()));
		}
	}

	/**
	 * Read the database as a method body does.
	 */
	@Nullable Long load(int key) throws InterruptedException {
		pause();
		requireNoInterrupt();
		Long value = this.database.read(key);
		this.oracle.loaded(key, value);
		Actor actor = this.timeline.current();
		this.story.tell((actor != null) ? (SimulatedPod) actor.home() : null,
				() -> "loads " + Row.text(value) + " for " + Keys.name(key));
		pause();
		requireNoInterrupt();
		this.oracle.loaded(key, value);
		return value;
	}

	private static void requireNoInterrupt() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	/**
	 * Return whether a message is about a stripe that has keys.
	 */
	boolean isOfInterest(byte[] message) {
		int stripe = 0;
		for (int i = 3; i < message.length && message[i] != ':'; i++) {
			stripe = stripe * 10 + message[i] - '0';
		}
		return stripe >= 0 && stripe < this.stripes.length && this.stripes[stripe];
	}

	/**
	 * Have an operation run.
	 */
	void work(SimulatedPod pod, Stream stream, boolean unblockable, Actor.Body body) {
		this.work.add(this.timeline.begin(pod, stream, unblockable, () -> pod.work(body)));
	}

	/**
	 * Have something run that everything waits for, and that is no operation.
	 */
	void background(@Nullable SimulatedPod pod, Stream stream, Actor.Body body) {
		this.work.add(this.timeline.begin(pod, stream, false, body));
	}

	/**
	 * Return whether Redis does not answer anybody.
	 */
	boolean isRedisAway() {
		return this.redisAway;
	}

	void redisAway(boolean away) {
		this.redisAway = away;
	}

	void close() {
		this.disks.forEach(Disk::close);
	}

	void planned() {
		this.planned = true;
	}

	/**
	 * Return whether all operations are done.
	 */
	boolean isEnding() {
		return this.planned && !isBusy();
	}

	private boolean isBusy() {
		while (!this.work.isEmpty() && this.work.get(this.work.size() - 1).isDone()) {
			this.work.remove(this.work.size() - 1);
		}
		return !this.work.isEmpty();
	}

	/**
	 * Return how long a pod waits for its next check: longer while nothing happens, as
	 * all of them would be the same.
	 */
	long untilNextCheck(SimulatedPod pod) {
		long next = this.timeline.next();
		long idle = next - this.timeline.nanos() - CHECK_EVERY;
		boolean calm = next != Long.MAX_VALUE && idle > 0 && pod.isCalm();
		return calm ? Math.max(CHECK_EVERY, CHECK_EVERY + idle - CHECK_EVERY / 2) : CHECK_EVERY;
	}

	/**
	 * Return how often Redis changed in a way that a check could find.
	 */
	long serverChanges() {
		return this.serverChanges;
	}

	void serverChanged() {
		this.serverChanges++;
	}

	/**
	 * Excuse all pods, because Redis has lost something, until all have made a check.
	 */
	void forgot() {
		serverChanged();
		// What no pod has heard of is gone without a trace, unless the one that made the
		// change still is. A pod without a check knows of nothing.
		this.witnesses.clear();
		this.pods.stream().filter((pod) -> !pod.channel().hasMissed()).forEach(this.witnesses::add);
		this.lostFrom = this.pods.stream()
			.filter((pod) -> !this.witnesses.contains(pod))
			.mapToLong(SimulatedPod::checkedAt)
			.filter((checked) -> checked > 0)
			.min()
			.orElse(0);
		if (this.witnesses.isEmpty()) {
			this.oracle.lostSince(this.lostFrom);
		}
		this.pods.forEach((pod) -> pod.excuses().begin(Excuses.Reason.REDIS_FORGOT));
	}

	void forgetLossIfKnown() {
		if (!isLossUnknown()) {
			this.pods.forEach((pod) -> pod.excuses().end(Excuses.Reason.REDIS_FORGOT));
		}
	}

	private boolean isLossUnknown() {
		return this.pods.stream().anyMatch((pod) -> pod.excuses().isUnawareOfLoss());
	}

}
