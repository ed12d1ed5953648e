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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.Insides;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.cache.tiered.VirtualTime;
import io.github.warmcache.coherence.SimulatedCoherence;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.simulation.engine.Actor;
import io.github.warmcache.simulation.engine.Stream;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * One pod: all of it is what an application would have, apart from the clock, the
 * executors and the connection.
 */
final class SimulatedPod {

	private static final ResolvableType TEXT = ResolvableType.forClass(String.class);

	private static final ResolvableType NUMBER = ResolvableType.forClass(Long.class);

	private static final ValueCodecFactory CODECS = new JsonValueCodecFactory(
			JsonValueCodecFactory.mapperBuilder().build());

	private static final RedisTierTimeouts TIMEOUTS = new RedisTierTimeouts(Duration.ofDays(1), Duration.ofDays(1),
			Duration.ofDays(1), Duration.ofMillis(500));

	static final Duration LOAD_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Checks after which a pod that hears nothing has done about it what it can.
	 */
	private static final int MOST_UNEASY = 5;

	private final int number;

	private final Fleet fleet;

	private final Disk disk;

	private final Link link;

	private final Channel channel;

	private final RedisSharedTierFactory factory;

	private final CallMarks marks;

	private final TieredCacheManager caches;

	private final TieredCache cache;

	private final SimulatedCoherence coherence;

	private final Excuses excuses;

	private final long[] seen;

	private final long[] seenAt;

	private final Starting starting;

	private long frozenUntil;

	private long skewMillis;

	private boolean dead;

	private boolean settling;

	private long checkedAt;

	private int uneasy;

	/**
	 * What had changed in Redis when the last good check began.
	 */
	private long checked = -1;

	private @Nullable Actor loop;

	private @Nullable Actor lookUps;

	private boolean leaving;

	private int busy;

	SimulatedPod(int number, Fleet fleet, Disk disk) {
		this.number = number;
		this.fleet = fleet;
		this.disk = disk;
		this.link = new Link(this, fleet);
		this.channel = new Channel(this, fleet);
		this.excuses = new Excuses(fleet);
		this.seen = new long[fleet.settings().keys()];
		this.seenAt = new long[fleet.settings().keys()];
		RedisTierConnections connections = new RedisTierConnections(fleet.redis().connections(this.link), TIMEOUTS);
		InstantSource clock = () -> Instant.ofEpochMilli(fleet.millis() + this.skewMillis);
		this.factory = new RedisSharedTierFactory(connections, Keys.NAMESPACE, RedisTierSettings.defaults(), CODECS,
				clock, new Random(number), CallBreaker.NONE);
		this.marks = new CallMarks(fleet.timeline()::nanos);
		this.caches = new TieredCacheManager(List::of, this::create);
		this.cache = this.caches.getCache(Keys.CACHE);
		this.coherence = new SimulatedCoherence(this.caches, this.factory.stripes(), this.factory,
				(self) -> this.channel.subscribe(), this::unsettled);
		this.starting = new Starting(fleet, this, this.caches, this.coherence, disk, clock);
	}

	private TieredCache create(String name) {
		Settings settings = this.fleet.settings();
		Random random = new Random(this.number);
		CacheDefinition definition = new CacheDefinition(name, TEXT, NUMBER,
				new LocalTierSettings(settings.maximumSize(), null, settings.local(), settings.jitter(),
						settings.absent()),
				settings.shared(),
				new LoadPolicy(LOAD_TIMEOUT, settings.loads(), settings.staleIfError(), settings.refreshAhead()));
		Executor executor = (task) -> this.fleet.timeline().begin(this, this.fleet.choicesHere(), false, task::run);
		return VirtualTime.of(TieredCache.builder(definition), this.fleet.timeline(), this)
			.sharedTier(this.factory.create(name, TEXT, NUMBER, this.fleet.version()))
			.version(this.fleet.version())
			.source(settings.source() ? new RowSource(this.fleet) : null)
			.marks(this.marks)
			.complete(settings.complete())
			.random(random::nextDouble)
			.executor(executor)
			.sourceExecutor(executor)
			.maintenance(Runnable::run)
			.build();
	}

	String name() {
		return "P" + this.number;
	}

	TieredCache cache() {
		return this.cache;
	}

	/**
	 * Clear another cache than the one that the run is about.
	 */
	void clearNeighbour() {
		this.fleet.pause();
		this.fleet.story().tell(this, () -> "clears another cache");
		this.caches.getCache(Keys.NEIGHBOUR).clear();
	}

	SimulatedCoherence coherence() {
		return this.coherence;
	}

	Starting starting() {
		return this.starting;
	}

	Disk disk() {
		return this.disk;
	}

	CallMarks marks() {
		return this.marks;
	}

	Link link() {
		return this.link;
	}

	Channel channel() {
		return this.channel;
	}

	Excuses excuses() {
		return this.excuses;
	}

	/**
	 * Return the latest state of a row that a read of this pod has returned.
	 */
	long seen(int key) {
		return this.seen[key];
	}

	/**
	 * Return when it last had that state, in nanoseconds.
	 */
	long seenAt(int key) {
		return this.seenAt[key];
	}

	void see(int key, long index) {
		if (index >= this.seen[key]) {
			this.seen[key] = index;
			this.seenAt[key] = this.fleet.timeline().nanos();
		}
	}

	boolean isDead() {
		return this.dead;
	}

	/**
	 * End at once.
	 */
	void kill() {
		this.dead = true;
		this.starting.close();
		this.fleet.timeline().end(this);
	}

	long frozenUntil() {
		return this.frozenUntil;
	}

	boolean isFrozen() {
		return this.frozenUntil > this.fleet.timeline().nanos();
	}

	void freeze(long until) {
		this.frozenUntil = Math.max(this.frozenUntil, until);
	}

	void skew(long millis) {
		this.skewMillis = millis;
	}

	/**
	 * Return whether Redis is still to hear of changes of this pod.
	 */
	boolean hasUntold() {
		return this.factory.pending() > 0 || Insides.hasAnnounced(this.cache);
	}

	/**
	 * Return when the last good check began.
	 */
	long checkedAt() {
		return this.checkedAt;
	}

	/**
	 * Get no operations any more.
	 */
	void leave() {
		this.leaving = true;
	}

	boolean isLeaving() {
		return this.leaving;
	}

	/**
	 * Return whether operations of this pod are under way.
	 */
	boolean isBusy() {
		return this.busy > 0;
	}

	/**
	 * Run an operation.
	 */
	void work(Actor.Body body) throws Exception {
		this.busy++;
		try {
			body.run();
		}
		finally {
			this.busy--;
		}
	}

	/**
	 * Return the actor that makes the checks.
	 */
	@Nullable Actor loop() {
		return this.loop;
	}

	/**
	 * Check now, and again and again.
	 */
	void check() {
		if (this.dead || this.fleet.isEnding()) {
			return;
		}
		Actor last = this.loop;
		if ((last == null || last.isDone()) && !isCheckInVain()) {
			this.loop = this.fleet.timeline().beginRoutine(this, this.fleet.background(), this::round);
		}
		this.fleet.timeline().routine(this.fleet.untilNextCheck(this), this, this::check);
	}

	/**
	 * Return whether the last checks found nothing that the next one could change.
	 */
	boolean isCalm() {
		this.uneasy = this.coherence.isCoherent() ? 0 : this.uneasy + 1;
		return !this.excuses.any() && !hasUntold() && (this.uneasy == 0 || this.uneasy > MOST_UNEASY)
				&& this.coherence.isSettled();
	}

	/**
	 * Return whether a check would have the same answers as the last one, which was good.
	 */
	private boolean isCheckInVain() {
		return this.checked == this.fleet.serverChanges() && !this.excuses.any() && this.coherence.isCoherent()
				&& !hasUntold();
	}

	private void round() {
		Stream choices = this.fleet.background();
		if (checkCoherence(() -> this.fleet.timeline().pause(choices.flip(50) ? 400 * Pace.MILLI : 0))) {
			lookUp();
		}
		this.starting.requireReady();
	}

	/**
	 * Check what the cache is complete by, on another thread: its source may be slow.
	 */
	private void lookUp() {
		Actor last = this.lookUps;
		if (this.fleet.settings().complete() && (last == null || last.isDone())) {
			this.lookUps = this.fleet.timeline()
				.beginRoutine(this, this.fleet.background(), this.cache.completeness()::check);
		}
	}

	/**
	 * Make a check.
	 */
	void round(Runnable between) {
		if (checkCoherence(between) && this.fleet.settings().complete()) {
			this.cache.completeness().check();
		}
	}

	private boolean checkCoherence(Runnable between) {
		this.excuses.checkBegins();
		long changes = this.fleet.serverChanges();
		long began = this.fleet.timeline().nanos();
		int missed = this.channel.missed();
		boolean good = this.coherence.round(between);
		this.excuses.checkEnds(good);
		this.checked = good ? changes : -1;
		if (good) {
			this.channel.checked(missed);
			this.checkedAt = began;
		}
		this.fleet.oracle().told();
		return good;
	}

	private void unsettled() {
		if (!this.settling) {
			this.settling = true;
			this.fleet.timeline().later(20 * Pace.MILLI, this, () -> {
				this.settling = false;
				if (!this.dead) {
					this.fleet.timeline().begin(this, this.fleet.background(), false, this.coherence::settle);
				}
			});
		}
	}

	@Override
	public String toString() {
		return name();
	}

}
