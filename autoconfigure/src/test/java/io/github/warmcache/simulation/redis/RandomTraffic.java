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

package io.github.warmcache.simulation.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierSettings;
import io.github.warmcache.tier.stripe.RedisStripes;
import io.github.warmcache.tier.stripe.StripeState;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * What pods ask of Redis, and what others do there meanwhile: two pods of two releases
 * use everything that there is, calls are made once more when they are stale, with
 * arguments of other calls or with nonsense, and keys are written by somebody else.
 */
final class RandomTraffic {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration HALF = Duration.ofMinutes(30);

	private static final Duration LEAST = Duration.ofMinutes(45);

	private static final List<String> NONSENSE = List.of("", "abc", "-1", "0", "v1:", "l1:x:", "\0\1", "nan", "-inf",
			"0x10", " 12 ", "1e3", "1.5", "99999999999999999", "\u00fc", "0000000000000000", "ffffffffffffffff");

	/**
	 * Loops of these are as long as an argument says, or their keys end when it says.
	 */
	private static final List<String> SENSITIVE = List.of("read-many", "load-rate");

	private final MirroredRedis redis;

	private final Random random;

	private final RandomCommands commands;

	private final List<SharedTier> tiers = new ArrayList<>();

	private final List<RedisStripes> stripes = new ArrayList<>();

	private final List<Ticket> tickets = new ArrayList<>();

	private final List<LoadLease> leases = new ArrayList<>();

	private List<@Nullable StripeState> states = List.of();

	private long generation;

	RandomTraffic(MirroredRedis redis, long seed) {
		this.redis = redis;
		this.random = new Random(seed);
		this.commands = new RandomCommands(redis, this.random);
		for (int pod = 0; pod < 2; pod++) {
			RedisTierConnections connections = new RedisTierConnections(redis.factory(),
					new RedisTierTimeouts(HOUR, HOUR, HOUR, HOUR));
			RedisSharedTierFactory factory = new RedisSharedTierFactory(connections, "mirror",
					new RedisTierSettings(HALF, 3, 5, 300, 100),
					new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()),
					() -> Instant.ofEpochMilli(redis.time()), this.random, CallBreaker.NONE);
			this.stripes.add(factory.stripes());
			ResolvableType key = ResolvableType.forClass(Integer.class);
			this.tiers.add(factory.create("plain", key,
					ResolvableType.forClass((pod == 0) ? String.class : NewText.class), ValueVersion.NONE));
			this.tiers.add(factory.create("versioned", key, ResolvableType.forClass(Row.class), new RowVersion()));
		}
	}

	/**
	 * Do the next thing.
	 */
	void step() {
		this.redis.pass((this.random.nextInt(20) == 0) ? this.random.nextInt(200_000) : this.random.nextInt(3));
		try {
			int kind = this.random.nextInt(100);
			if (kind < 50) {
				use(this.tiers.get(this.random.nextInt(this.tiers.size())));
			}
			else if (kind < 62) {
				load(this.tiers.get(this.random.nextInt(this.tiers.size())));
			}
			else if (kind < 67) {
				stripes(this.stripes.get(this.random.nextInt(this.stripes.size())));
			}
			else if (kind < 70) {
				watch();
			}
			else if (kind < 80) {
				again();
			}
			else {
				this.commands.next();
			}
		}
		catch (RuntimeException ex) {
			// Both failed alike.
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void use(SharedTier tier) throws Exception {
		int key = this.random.nextInt(6);
		switch (this.random.nextInt(16)) {
			case 0, 1 -> keep(tier, key, tier.read(key));
			case 2, 3, 4 -> keep(tier, key, tier.readOrLease(key));
			case 5 -> keep(tier, key, tier.readAhead(key, LEAST));
			case 6, 7, 8 -> fill();
			case 9 -> release();
			case 10 -> tier.update(key, value(tier), time());
			case 11 -> tier.putIfAbsent(key, value(tier), time());
			case 12 -> tier.invalidate(key);
			case 13 -> {
				// Marks all stripes.
				if (this.random.nextInt(3) == 0) {
					many(tier);
				}
				else {
					fill();
				}
			}
			case 14 -> tier.readAll(IntStream.range(0, 1 + this.random.nextInt(8)).boxed().toList());
			default -> {
				if (this.random.nextInt(20) == 0) {
					tier.clear();
				}
				else {
					hottest(tier);
				}
			}
		}
	}

	private void keep(SharedTier tier, Object key, SharedRead read) {
		if (read instanceof SharedRead.Miss miss && miss.ticket() != null) {
			this.tickets.add(new Ticket(tier, key, miss.ticket()));
		}
	}

	private void fill() {
		if (!this.tickets.isEmpty()) {
			Ticket ticket = this.tickets.get(recent(this.tickets.size()));
			ticket.tier.fill(ticket.key, value(ticket.tier), time(), ticket.ticket);
		}
	}

	private void release() {
		if (!this.tickets.isEmpty()) {
			Ticket ticket = this.tickets.get(recent(this.tickets.size()));
			ticket.tier.release(ticket.key, ticket.ticket);
		}
	}

	/**
	 * Return a number below another, mostly near to it.
	 */
	private int recent(int size) {
		return Math.max(0, size - 1 - this.random.nextInt(1 + this.random.nextInt(10)));
	}

	private void many(SharedTier tier) {
		try (BulkFill fill = tier.beginFill()) {
			if (this.random.nextInt(3) == 0) {
				tier.invalidate(this.random.nextInt(6));
			}
			for (int i = 0; i < 5; i++) {
				fill.add(this.random.nextInt(8), value(tier), time());
			}
		}
	}

	private void hottest(SharedTier tier) {
		if (this.random.nextBoolean()) {
			tier.hotKeys().hottest(this.random.nextInt(5));
		}
		else {
			tier.hotKeys()
				.publish(this.random.ints(4, 0, 12).distinct().boxed().toList(), 2 + this.random.nextInt(8),
						(this.random.nextInt(5) == 0) ? HALF : HOUR);
			this.redis.pass((this.random.nextInt(8) == 0) ? HOUR.toMillis() * this.random.nextInt(90) : 0);
		}
	}

	private void load(SharedTier tier) {
		FleetLoads loads = tier.fleetLoads();
		int choice = this.random.nextInt(10);
		if (choice < 4) {
			Bid bid = loads.bid(this.random.nextBoolean() ? this.generation : 0, HALF);
			if (bid instanceof Bid.Leads leads) {
				this.leases.add(leads.lease());
			}
		}
		else if (choice == 4) {
			FinishedLoad finished = loads.lastFinished();
			this.generation = (finished != null) ? finished.generation() : 0;
			loads.positions();
		}
		else if (choice == 5) {
			// Long enough that it does not end before both servers were asked.
			loads.reserve(1000, 10);
		}
		else if (!this.leases.isEmpty()) {
			LoadLease lease = this.leases.get(recent(this.leases.size()));
			switch (choice) {
				case 6 -> lease.finish(this.random.nextInt(100), this.random.nextInt(2), this.random.nextBoolean(),
						this.random.nextBoolean() ? "aZ_9-.b" : "");
				case 7 -> lease.release();
				case 8 -> lease.keep();
				default ->
					lease.save(List.of(new LoadLease.Part(null, "10", "a".repeat(this.random.nextInt(90)), 4, false),
							new LoadLease.Part("10", null, "12", 7, this.random.nextBoolean())), 11);
			}
		}
	}

	private void stripes(RedisStripes pod) {
		int stripe = this.random.nextInt(SharedTier.STRIPES);
		switch (this.random.nextInt(12)) {
			case 0 -> {
				this.states = pod.beat(this.random.nextInt(100));
				beatOfAll();
			}
			case 1, 2, 3 -> pod.anchor(List.of(stripe));
			default -> {
				StripeState known = (stripe < this.states.size()) ? this.states.get(stripe) : null;
				if (this.random.nextInt(5) == 0) {
					this.redis.restart("run" + this.random.nextInt(3));
				}
				pod.baseline(Map.of(stripe,
						(known != null) ? new StripeState(Math.max(0, known.sequence() + this.random.nextInt(3) - 1),
								known.token(), "run1", false) : StripeState.UNTOUCHED));
			}
		}
	}

	/**
	 * Ask for many stripes at once, as pods do whose server has all of them.
	 */
	private void beatOfAll() {
		together();
		List<String> keys = new ArrayList<>(List.of("{mirror:0}:nothing"));
		List<String> words = new ArrayList<>(List.of("beats", "" + this.random.nextInt(100)));
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			keys.add("{mirror:" + stripe + "}:meta");
			words.add("" + stripe);
		}
		if (this.random.nextInt(4) == 0) {
			this.redis.command(Differences.bytes("HSET"), Differences.bytes(keys.get(5)), Differences.bytes("last"),
					Differences.bytes("no:token"));
		}
		this.redis.script(new MirroredRedis.Call("beat", keys.size(),
				Stream.concat(keys.stream(), words.stream()).map(Differences::bytes).toArray(byte[][]::new)));
	}

	private void together() {
		byte[] token = Differences.bytes("t" + this.random.nextInt(3));
		byte[] life = Differences.bytes("3600000");
		List<byte[]> all = new ArrayList<>();
		for (int stripe = 0; stripe < 4; stripe++) {
			byte[] key = Differences.bytes("{mirror:" + stripe + "}:together");
			all.add(key);
			if (this.random.nextInt(3) > 0) {
				this.redis.script(new MirroredRedis.Call("together", 1, new byte[][] { key, token, life }));
			}
		}
		all.add(token);
		all.add(life);
		this.redis.script(new MirroredRedis.Call("together", 4, all.toArray(byte[][]::new)));
	}

	/**
	 * Do what pods do that watch the server.
	 */
	private void watch() {
		if (this.random.nextInt(3) == 0) {
			goodLoads();
			return;
		}
		String pod = "pod" + this.random.nextInt(2);
		String there = "{mirror:" + 4 * this.random.nextInt(2) + "}:";
		List<String> words = this.random.nextBoolean()
				? List.of(there + "watch:lease", there + "watch:report", there + "nothing", pod, "1800000",
						this.random.nextBoolean() ? "" : "w1", "3600000")
				: this.random.nextBoolean()
						? List.of(there + "canary", there + "canary:marker", there + "nothing", pod, "3600000")
						: List.of(there + "canary.v1.1.a", there + "canary.marker.v1.1.a", there + "nothing", pod,
								"3600000", "7200000");
		if (this.random.nextInt(4) == 0) {
			this.redis.command(Differences.bytes("DEL"), Differences.bytes(words.get(this.random.nextInt(2))));
		}
		this.redis.script(new MirroredRedis.Call((words.size() == 7) ? "watch" : "watch-canary", 3,
				words.stream().map(Differences::bytes).toArray(byte[][]::new)));
	}

	private void goodLoads() {
		String there = "{mirror:0}:";
		List<String> words = new ArrayList<>(List.of(there + "good-loads", there + "nothing", "3600000"));
		for (int i = this.random.nextInt(3); i > 0; i--) {
			words.addAll(List.of("cache " + this.random.nextInt(2), "" + this.random.nextInt(100),
					"" + this.random.nextInt(1000), "source"));
		}
		if (this.random.nextInt(4) == 0) {
			this.redis.command(Differences.bytes("HSET"), Differences.bytes(words.get(0)), Differences.bytes("cache 0"),
					Differences.bytes(this.random.nextBoolean() ? "nonsense" : "1:500:source"));
		}
		this.redis.script(
				new MirroredRedis.Call("good-loads", 2, words.stream().map(Differences::bytes).toArray(byte[][]::new)));
	}

	/**
	 * Make an earlier call once more, or one that is like it.
	 */
	private void again() {
		List<MirroredRedis.Call> calls = this.redis.calls();
		if (calls.isEmpty()) {
			return;
		}
		MirroredRedis.Call call = calls.get(Math.max(0, calls.size() - 1 - this.random.nextInt(400)));
		byte[][] words = call.words().clone();
		int changes = this.random.nextInt(3);
		for (int i = 0; i < changes && !call.script().equals("load-rate"); i++) {
			int index = this.random.nextInt(words.length);
			MirroredRedis.Call other = calls.get(this.random.nextInt(calls.size()));
			if (other.script().equals(call.script()) && index < other.words().length) {
				words[index] = other.words()[index];
			}
			else if (index >= call.keys() && !SENSITIVE.contains(call.script())) {
				words[index] = NONSENSE.get(this.random.nextInt(NONSENSE.size())).getBytes(StandardCharsets.UTF_8);
			}
		}
		if (call.script().equals("read-many") && changes > 0) {
			words = call.words();
		}
		this.redis.script(new MirroredRedis.Call(call.script(), call.keys(), words));
	}

	private @Nullable Object value(SharedTier tier) {
		if (this.random.nextInt(8) == 0) {
			return null;
		}
		if (this.tiers.indexOf(tier) % 2 == 0) {
			String text = "x".repeat(this.random.nextInt((this.random.nextInt(10) == 0) ? 400 : 20));
			return (this.tiers.indexOf(tier) == 0) ? text : new NewText(text);
		}
		return new Row("row", (this.random.nextInt(5) == 0) ? null : (Long) (long) this.random.nextInt(30));
	}

	private Duration time() {
		return this.random.nextBoolean() ? HOUR : HALF;
	}

	private record Ticket(SharedTier tier, Object key, FillTicket ticket) {
	}

	/**
	 * The value of a newer release.
	 */
	record NewText(String text) {
	}

	/**
	 * A value with a version.
	 */
	record Row(String text, @Nullable Long version) {
	}

	private static final class RowVersion implements ValueVersion {

		@Override
		public long of(@Nullable Object value) {
			return (value instanceof Row row && row.version() != null) ? row.version() : UNVERSIONED;
		}

		@Override
		public String scheme() {
			return "version";
		}

	}

}
