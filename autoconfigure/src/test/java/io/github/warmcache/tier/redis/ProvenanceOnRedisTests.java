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

package io.github.warmcache.tier.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueOrigin;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.key.Digests;
import io.github.warmcache.tier.redis.TierFixture.City;
import io.github.warmcache.tier.stripe.KeySpace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what Redis keeps of where and when a value was made.
 */
@Tag("servers")
class ProvenanceOnRedisTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final City ROME = new City("Rome", 2_800_000);

	private TierFixture fixture;

	private SharedTier pod;

	private SharedTier other;

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
		this.pod = TierFixture.cities(this.fixture.pod());
		this.other = TierFixture.cities(this.fixture.pod());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void fillIsOfItsOriginInEveryPodHoweverItIsRead() throws Exception {
		for (ValueOrigin origin : ValueOrigin.values()) {
			int key = origin.ordinal();
			fill(key, ROME, new Provenance(origin, Duration.ofMinutes(2)));
			this.fixture.clock.advance(Duration.ofMinutes(3));
			Provenance made = new Provenance(origin, Duration.ofMinutes(5));
			assertThat(hit(this.other.read(key)).provenance()).isEqualTo(made);
			assertThat(hit(this.other.readOrLease(key)).provenance()).isEqualTo(made);
			assertThat(hit(this.other.readAhead(key, Duration.ofMinutes(1))).provenance()).isEqualTo(made);
			assertThat(this.other.readAll(List.of(key)).get(key).provenance()).isEqualTo(made);
			assertThat(TierFixture.stream(this.other).get(key).provenance()).isEqualTo(made);
		}
	}

	@Test
	void absenceHasAnOriginToo() {
		fill(1, null, Provenance.METHOD);
		this.fixture.clock.advance(Duration.ofSeconds(7));
		assertThat(hit(this.other.read(1))).isEqualTo(new SharedRead.Hit(null, Duration.ofMinutes(60).minusSeconds(7),
				new Provenance(ValueOrigin.METHOD, Duration.ofSeconds(7))));
	}

	@Test
	void valueOfUnknownProvenanceStaysSo() {
		assertThat(this.pod.fill(1, ROME, HOUR, SharedTierContract.ticket(this.pod.read(1))))
			.isEqualTo(FillOutcome.STORED);
		fill(2, ROME, new Provenance(ValueOrigin.SOURCE, null));
		this.fixture.clock.advance(Duration.ofMinutes(3));
		assertThat(hit(this.other.read(1)).provenance()).isEqualTo(Provenance.UNKNOWN);
		assertThat(hit(this.other.read(2)).provenance()).isEqualTo(new Provenance(ValueOrigin.SOURCE, null));
	}

	@Test
	void putsAreOfPuts() {
		fill(1, ROME, Provenance.SOURCE);
		assertThat(this.pod.update(1, ROME, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.putIfAbsent(2, ROME, HOUR)).isInstanceOf(SharedRead.Miss.class);
		this.fixture.clock.advance(Duration.ofMinutes(1));
		for (int key : new int[] { 1, 2 }) {
			Provenance put = new Provenance(ValueOrigin.PUT, Duration.ofMinutes(1));
			assertThat(hit(this.other.read(key)).provenance()).isEqualTo(put);
			// The value that is there keeps its own.
			assertThat(hit(this.other.putIfAbsent(key, ROME, HOUR)).provenance()).isEqualTo(put);
		}
	}

	@Test
	void manyEntriesHaveOneEach() {
		try (BulkFill fill = this.pod.beginFill()) {
			fill.add(1, ROME, HOUR, Provenance.SOURCE);
			fill.add(2, ROME, HOUR, new Provenance(ValueOrigin.PUT, Duration.ofDays(1)));
			fill.add(3, ROME, HOUR);
		}
		assertThat(hit(this.other.read(1)).provenance()).isEqualTo(Provenance.SOURCE);
		assertThat(hit(this.other.read(2)).provenance()).isEqualTo(new Provenance(ValueOrigin.PUT, Duration.ofDays(1)));
		assertThat(hit(this.other.read(3)).provenance()).isEqualTo(Provenance.UNKNOWN);
	}

	@Test
	void clockThatIsBehindMakesNoValueYoungerThanNew() {
		fill(1, ROME, Provenance.SOURCE);
		this.fixture.clock.advance(Duration.ofMinutes(-10));
		assertThat(hit(this.other.read(1)).provenance()).isEqualTo(Provenance.SOURCE);
	}

	@Test
	void valuesOfTheFormWithoutOriginHaveAnotherNameAndAreNoValues() {
		String schema = TierFixture.schema(City.class, ValueVersion.NONE);
		String codec = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build())
			.create("any", ResolvableType.forClass(City.class))
			.schema();
		assertThat(schema).isNotEqualTo(Digests.id("values " + codec + " by " + ValueVersion.NONE.scheme()));

		// Even under the same name they would be read as nothing, and be replaced.
		fill(1, ROME, Provenance.SOURCE);
		byte[] name = new KeySpace(this.fixture.namespace, "cities", schema, ResolvableType.forClass(Integer.class))
			.locate(1)
			.name();
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			String stored = new String(connection.stringCommands().get(name), StandardCharsets.UTF_8);
			int json = stored.indexOf('{');
			Stream.of(stored.substring(0, json - 8) + "j" + stored.substring(json), stored.substring(0, json - 8) + "n")
				.forEach((earlier) -> {
					connection.stringCommands().set(name, earlier.getBytes(StandardCharsets.UTF_8));
					SharedRead.Miss miss = SharedTierContract.miss(this.other.readOrLease(1));
					assertThat(miss.cause()).isEqualTo(MissCause.UNREADABLE);
					this.other.release(1, miss.ticket());
				});
		}
		fill(1, ROME, Provenance.METHOD);
		assertThat(hit(this.other.read(1)).provenance()).isEqualTo(Provenance.METHOD);
	}

	private void fill(int key, @Nullable City value, Provenance provenance) {
		assertThat(this.pod.fill(key, value, HOUR, SharedTierContract.ticket(this.pod.readOrLease(key)), provenance))
			.isEqualTo(FillOutcome.STORED);
	}

	private static SharedRead.Hit hit(SharedRead read) {
		assertThat(read).isInstanceOf(SharedRead.Hit.class);
		return (SharedRead.Hit) read;
	}

}
